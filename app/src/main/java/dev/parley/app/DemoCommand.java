package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.demo.AuditReader;
import dev.parley.app.demo.Demo;
import dev.parley.app.platform.TemporaryPlatform;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.client.token.ServiceTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Tell what the platform does as a short story.",
            "Without --running, --url or --host it starts a platform of its own on a temporary folder and free ports."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private RemoteOptions platform = new RemoteOptions();

    @Option(names = "--running", description = "Use the running platform of the configuration.")
    private boolean running;

    @Override
    public Integer call() throws IOException {
        if (running || platform.isNamed()) {
            ParleyConfig config = configuration.read();
            return tell(platform.urls(config), platform.tokens(config, InstantSource.system()));
        }
        try (TemporaryPlatform own = TemporaryPlatform.start()) {
            return tell(own.urls(), null);
        }
    }

    private int tell(ServiceUrls urls, @Nullable ServiceTokens tokens) {
        // AWT draws the picture of the story; it must not look for a display.
        System.setProperty("java.awt.headless", "true");
        PrintWriter out = spec.commandLine().getOut();
        try (Remote remote = new Remote(urls)) {
            new Demo(remote, out, RandomGenerator.getDefault()).tell(new AuditReader(remote, tokens));
        }
        return ExitCode.DONE;
    }
}
