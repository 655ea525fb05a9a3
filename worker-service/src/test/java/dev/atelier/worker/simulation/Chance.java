package dev.atelier.worker.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Every choice of a run, drawn from one seed, and a count of the faults among them. */
final class Chance {
    private final RandomGenerator random;
    private final Map<String, Integer> faults = new TreeMap<>();
    private boolean benign;

    Chance(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    RandomGenerator random() {
        return random;
    }

    /** From here on nothing goes wrong any more. */
    void beBenign() {
        benign = true;
    }

    boolean isBenign() {
        return benign;
    }

    /** Whether this fault happens now, so many times in a thousand. */
    boolean fault(String kind, int perMille) {
        if (benign || perMille == 0 || random.nextInt(1000) >= perMille) {
            return false;
        }
        count(kind);
        return true;
    }

    void count(String kind) {
        faults.merge(kind, 1, Integer::sum);
    }

    boolean happens(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Map<String, Integer> faults() {
        return faults;
    }
}
