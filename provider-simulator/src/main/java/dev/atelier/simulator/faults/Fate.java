package dev.atelier.simulator.faults;

import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** What will happen to one submission; all of it is drawn at once, in one order, so that a seed repeats a run. */
public record Fate(Faults faults, @Nullable Refusal refusal, Ending ending, boolean callbackLost,
        boolean callbackDoubled, boolean callbackReordered, boolean callbackLate, boolean callbackBeforeAnswer,
        boolean answerDropped, boolean answerSlow, boolean answerBroken) {

    static Fate draw(Faults faults, SplittableRandom random) {
        var serverError = hits(random, faults.serverErrorPercent());
        var rateLimited = hits(random, faults.rateLimitedPercent());
        var noCredit = hits(random, faults.insufficientCreditPercent());
        var errorInOk = hits(random, faults.errorInOkPercent());
        var fails = hits(random, faults.failPercent());
        var rejected = hits(random, faults.contentRejectedPercent());
        var refusal = serverError
                ? Refusal.SERVER_ERROR
                : rateLimited
                        ? Refusal.RATE_LIMITED
                        : noCredit ? Refusal.INSUFFICIENT_CREDIT : errorInOk ? Refusal.ERROR_IN_OK : null;
        var ending = rejected ? Ending.CONTENT_REJECTED : fails ? Ending.FAILED : Ending.DELIVERED;
        return new Fate(faults, refusal, ending, hits(random, faults.callbackLostPercent()),
                hits(random, faults.callbackDoubledPercent()), hits(random, faults.callbackReorderedPercent()),
                hits(random, faults.callbackLatePercent()), hits(random, faults.callbackBeforeAnswerPercent()),
                hits(random, faults.answerDroppedPercent()), hits(random, faults.slowAnswerPercent()),
                hits(random, faults.invalidJsonPercent()));
    }

    /** Always uses up one number, or changing one percentage would change every later draw. */
    static boolean hits(SplittableRandom random, double percent) {
        return random.nextDouble() * 100 < percent;
    }
}
