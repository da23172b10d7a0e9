package dev.parley.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Stands in the list of commands. The launcher runs the benchmarks of the room `bench`, which are no part of the
/// distribution.
@Command(name = "bench", description = "Measure the platform (from a source checkout, by the launcher).")
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(hidden = true)
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("parley: bench needs a source checkout; run ./parley bench there");
        return ExitCode.USAGE;
    }
}
