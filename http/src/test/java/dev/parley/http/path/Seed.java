package dev.parley.http.path;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Runs a property many times on one seed, which is printed when it fails. `-Dparley.seed=…` replays it.
final class Seed {
    private Seed() {}

    static void forAll(int times, Consumer<SplittableRandom> property) {
        long seed = Long.getLong("parley.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            try {
                property.accept(random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails with -Dparley.seed=" + seed + " in round " + i, e);
            }
        }
    }
}
