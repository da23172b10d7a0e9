package dev.parley.app;

import dev.parley.app.check.CheckReport;
import dev.parley.app.check.Checks;
import dev.parley.app.check.ServiceCalls;
import dev.parley.app.demo.AuditReader;
import dev.parley.app.demo.Demo;
import dev.parley.app.platform.TemporaryPlatform;
import dev.parley.app.remote.Remote;
import dev.parley.core.id.IdSource;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Does a little of everything on a platform of its own, so that the JDK learns which classes starting and serving
/// need (JEP 514). Run by the launcher after a build.
@Command(name = "train", hidden = true, description = "Exercise everything once, for the start-up cache.")
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        System.setProperty("java.awt.headless", "true");
        InstantSource clock = InstantSource.system();
        try (TemporaryPlatform platform = TemporaryPlatform.start();
                Remote remote = new Remote(platform.urls())) {
            new Demo(remote, spec.commandLine().getOut(), RandomGenerator.getDefault())
                    .tell(new AuditReader(remote, null));
            IdSource ids = new IdSource(clock, new SecureRandom());
            CheckReport report = new Checks(remote, new ServiceCalls(remote, platform.tokens(), ids, clock)).run();
            spec.commandLine().getOut().println(report.text());
            return report.passed() ? ExitCode.DONE : ExitCode.NOT_PASSED;
        }
    }
}
