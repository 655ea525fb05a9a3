package dev.atelier.simulator.faults;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a provider behaves. Percentages are of submissions, except the last two, which are of polls.
 *
 * @param delay
 *            how long the provider works on a task
 * @param callbackReorderedPercent
 *            held back until another callback of the provider went first, or 500 ms
 * @param callbackBeforeAnswerPercent
 *            the task is done, and its callback tried once, before the submission is answered
 * @param answerDroppedPercent
 *            accepted and charged, then the connection is closed without a byte
 * @param errorInOkPercent
 *            refused by the body of an answer whose HTTP status is 200
 * @param invalidJsonPercent
 *            accepted and charged; the answer breaks off in the middle
 */
public record Faults(@DefaultValue("2s") Duration delay, @DefaultValue("0") double callbackLostPercent,
        @DefaultValue("0") double callbackDoubledPercent, @DefaultValue("0") double callbackReorderedPercent,
        @DefaultValue("0") double callbackLatePercent, @DefaultValue("10s") Duration callbackLateBy,
        @DefaultValue("0") double callbackBeforeAnswerPercent, @DefaultValue("0") double serverErrorPercent,
        @DefaultValue("0") double rateLimitedPercent, @DefaultValue("0") double insufficientCreditPercent,
        @DefaultValue("0") double answerDroppedPercent, @DefaultValue("0") double slowAnswerPercent,
        @DefaultValue("10s") Duration slowAnswerBy, @DefaultValue("0") double errorInOkPercent,
        @DefaultValue("0") double invalidJsonPercent, @DefaultValue("0") double failPercent,
        @DefaultValue("0") double contentRejectedPercent, @DefaultValue("0") double checkErrorPercent,
        @DefaultValue("0") double unknownStatusPercent) {

    /** No fault at all, and two seconds of work. */
    public static final Faults NONE = new Faults(Duration.ofSeconds(2), 0, 0, 0, 0, Duration.ofSeconds(10), 0, 0, 0, 0,
            0, 0, Duration.ofSeconds(10), 0, 0, 0, 0, 0, 0);

    public Faults {
        duration("delay", delay);
        percent("callbackLostPercent", callbackLostPercent);
        percent("callbackDoubledPercent", callbackDoubledPercent);
        percent("callbackReorderedPercent", callbackReorderedPercent);
        percent("callbackLatePercent", callbackLatePercent);
        duration("callbackLateBy", callbackLateBy);
        percent("callbackBeforeAnswerPercent", callbackBeforeAnswerPercent);
        percent("serverErrorPercent", serverErrorPercent);
        percent("rateLimitedPercent", rateLimitedPercent);
        percent("insufficientCreditPercent", insufficientCreditPercent);
        percent("answerDroppedPercent", answerDroppedPercent);
        percent("slowAnswerPercent", slowAnswerPercent);
        duration("slowAnswerBy", slowAnswerBy);
        percent("errorInOkPercent", errorInOkPercent);
        percent("invalidJsonPercent", invalidJsonPercent);
        percent("failPercent", failPercent);
        percent("contentRejectedPercent", contentRejectedPercent);
        percent("checkErrorPercent", checkErrorPercent);
        percent("unknownStatusPercent", unknownStatusPercent);
    }

    private static void percent(String field, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new InvalidFault(field, String.valueOf(value), "0 to 100");
        }
    }

    private static void duration(String field, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidFault(field, value.toString(), "a duration of 0 s to 1 day");
        }
    }
}
