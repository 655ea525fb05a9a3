package dev.atelier.simulator.faults;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

/** The faults in force, provider by provider, and the dice. */
@Component
public class FaultBoard {

    private final Map<String, Seat> seats = new TreeMap<>();

    FaultBoard(FaultProperties properties, List<SimulatedProvider> providers) {
        var seed = properties.seed() == null ? ThreadLocalRandom.current().nextLong() : properties.seed();
        providers.stream()
                .map(SimulatedProvider::name)
                .sorted(Comparator.naturalOrder())
                .forEach(
                        name -> seats.put(name,
                                new Seat(properties.faults().getOrDefault(name, Faults.NONE), seed, name)));
        properties.faults().keySet().forEach(this::seat);
    }

    public Collection<String> providers() {
        return seats.keySet();
    }

    /** What the provider falls back to. */
    public Faults configured(String provider) {
        return seat(provider).configured;
    }

    public Faults current(String provider) {
        return seat(provider).current;
    }

    public void replace(String provider, Faults faults) {
        seat(provider).current = faults;
    }

    /** Back to what is configured, and to the first throw of the dice. */
    public void reset() {
        seats.values().forEach(Seat::reset);
    }

    public Fate nextSubmission(String provider) {
        var seat = seat(provider);
        return Fate.draw(seat.current, seat.random(seat.submissions.incrementAndGet()));
    }

    public PollFate nextPoll(String provider) {
        var seat = seat(provider);
        var faults = seat.current;
        var random = seat.random(-seat.polls.incrementAndGet());
        if (Fate.hits(random, faults.checkErrorPercent())) {
            return PollFate.SERVER_ERROR;
        }
        return Fate.hits(random, faults.unknownStatusPercent()) ? PollFate.UNKNOWN_STATUS : PollFate.ANSWERED;
    }

    private Seat seat(String provider) {
        var seat = seats.get(provider);
        if (seat == null) {
            throw new IllegalArgumentException("no provider '" + provider + "' here, there are " + seats.keySet());
        }
        return seat;
    }

    private static final class Seat {

        /** Spreads neighbouring numbers over the whole range of seeds. */
        private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

        private final Faults configured;
        private final long seed;
        private final AtomicLong submissions = new AtomicLong();
        private final AtomicLong polls = new AtomicLong();
        private volatile Faults current;

        Seat(Faults configured, long seed, String provider) {
            this.configured = configured;
            this.current = configured;
            this.seed = seed + 31L * provider.hashCode();
        }

        /** Depends on the request's number alone, so requests side by side do not disturb each other's draws. */
        SplittableRandom random(long number) {
            return new SplittableRandom(seed + number * GOLDEN_GAMMA);
        }

        void reset() {
            current = configured;
            submissions.set(0);
            polls.set(0);
        }
    }
}
