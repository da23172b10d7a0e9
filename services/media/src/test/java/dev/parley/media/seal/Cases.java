package dev.parley.media.seal;

import java.util.Random;

/// Many random cases of one property. A failure names its seed; `-Dcases.seed=…` runs that case alone.
public final class Cases {
    private Cases() {}

    /// A property, checked on what `random` gives.
    @FunctionalInterface
    public interface Property {
        void check(Random random) throws Exception;
    }

    public static void forEach(int count, Property property) {
        Long replayed = Long.getLong("cases.seed");
        if (replayed != null) {
            check(replayed, property);
            return;
        }
        Random seeds = new Random();
        for (int i = 0; i < count; i++) {
            check(seeds.nextLong(), property);
        }
    }

    private static void check(long seed, Property property) {
        try {
            property.check(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("fails with -Dcases.seed=" + seed, e);
        }
    }

    public static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
