package dev.parley.app;

import dev.parley.app.check.CheckReport;
import dev.parley.app.check.Checks;
import dev.parley.app.check.ServiceCalls;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.platform.Certificates;
import dev.parley.app.remote.Remote;
import dev.parley.core.id.IdSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley check`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Tell by fifteen real calls whether a running platform works. Ends with 0 when all passed, else 1.")
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private RemoteOptions platform = new RemoteOptions();

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ParleyConfig config = configuration.read();
        InstantSource clock = InstantSource.system();
        try (Remote remote = new Remote(platform.urls(config), Certificates.trust(config, clock))) {
            IdSource ids = new IdSource(clock, new SecureRandom());
            ServiceCalls calls = new ServiceCalls(remote, platform.tokens(config, clock), ids, clock);
            CheckReport report = new Checks(remote, calls).run();
            spec.commandLine().getOut().println(json ? report.json() : report.text());
            return report.passed() ? ExitCode.DONE : ExitCode.NOT_PASSED;
        }
    }
}
