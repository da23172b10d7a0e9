package dev.parley.bench;

import java.time.Duration;
import java.util.Locale;

/// Processor time that a process used: the steadiest figure on a machine that others use too.
final class ProcessorTime {
    private final ProcessHandle process;
    private final Duration before;

    private ProcessorTime(ProcessHandle process) {
        this.process = process;
        this.before = used(process);
    }

    static ProcessorTime of(ProcessHandle process) {
        return new ProcessorTime(process);
    }

    /// Microseconds for each of `count` operations since this was made.
    double microsPer(long count) {
        return used(process).minus(before).toNanos() / 1000.0 / Math.max(1, count);
    }

    String describe(long count) {
        return String.format(Locale.ROOT, "%.0f µs of processor each", microsPer(count));
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
