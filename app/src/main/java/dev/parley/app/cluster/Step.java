package dev.parley.app.cluster;

import java.util.function.BooleanSupplier;

/// One of the steps that bring a cluster up.
public interface Step {
    /// As operators know it; stable.
    String name();

    /// Whether nothing is left to do. Changes nothing.
    boolean isDone();

    /// Does what is left, and returns when it holds. Bounded in time; may be repeated when it broke off half way.
    void perform();

    static Step of(String name, BooleanSupplier done, Runnable work) {
        return new Step() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean isDone() {
                return done.getAsBoolean();
            }

            @Override
            public void perform() {
                work.run();
            }
        };
    }

    /// A step that is performed each time.
    static Step always(String name, Runnable work) {
        return of(name, () -> false, work);
    }
}
