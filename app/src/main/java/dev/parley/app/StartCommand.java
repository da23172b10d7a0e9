package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.config.Topology;
import dev.parley.app.platform.DataRemoval;
import dev.parley.app.platform.Platform;
import dev.parley.client.Replicas;
import dev.parley.core.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley start`: runs services until SIGTERM or SIGINT.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Run the platform, or some of its services, until SIGTERM.")
final class StartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "LIST",
            description = "Run only these, for example gateway,auth; the others are found under `peers`.")
    private List<String> services = List.of();

    @Option(names = "--clean", description = "Delete all data first, keys included. Asks, unless --yes.")
    private boolean clean;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--build", description = "Build from the sources first (done by the launcher).")
    private boolean build;

    @Override
    public Integer call() throws InterruptedException {
        ParleyConfig config = configuration.read();
        LogSetup.level(config.log());
        Set<ServiceName> chosen = chosen();
        PrintWriter out = spec.commandLine().getOut();
        if (clean && config.topology() == Topology.CLUSTER) {
            throw new ConfigException("--clean: deletes the embedded stores; what engines keep is deleted there");
        }
        if (clean && !cleaned(config.data(), out)) {
            spec.commandLine().getErr().println("parley: nothing was deleted, nothing was started");
            return ExitCode.USAGE;
        }
        long start = System.nanoTime();
        // Names of peers may move: the JVM must not believe an address for longer than the clients do.
        Security.setProperty("networkaddress.cache.ttl", Long.toString(Replicas.LOOKUP_PERIOD.toSeconds()));
        CountDownLatch stopped = new CountDownLatch(1);
        Platform platform = Platform.start(config, chosen);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            platform.drain();
                            stopped.countDown();
                        },
                        "drain"));
        platform.ready();
        announce(config, platform, Duration.ofNanos(System.nanoTime() - start), out);
        // The hook, which runs at SIGTERM, ends the process.
        stopped.await();
        return ExitCode.DONE;
    }

    private Set<ServiceName> chosen() {
        Set<ServiceName> chosen = ServiceName.list(services);
        return chosen.isEmpty() ? EnumSet.allOf(ServiceName.class) : chosen;
    }

    private static String place(ParleyConfig config) {
        return switch (config.topology()) {
            case EMBEDDED -> config.data().toAbsolutePath().normalize().toString();
            case CLUSTER -> "the cluster";
        };
    }

    private boolean cleaned(Path data, PrintWriter out) {
        if (!yes) {
            out.println("Delete everything in " + data.toAbsolutePath().normalize()
                    + ", the keys included? Nothing of it can be recovered. Type \"yes\":");
            out.flush();
            Scanner answer = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
            if (!answer.hasNextLine() || !answer.nextLine().strip().equals("yes")) {
                return false;
            }
        }
        DataRemoval.from(data);
        return true;
    }

    private static void announce(ParleyConfig config, Platform platform, Duration took, PrintWriter out) {
        out.println("Parley " + Parley.Version.text() + " on Java "
                + Runtime.version().feature() + ", data in "
                + place(config));
        for (ServiceName service : platform.services()) {
            boolean socket = service.role().equals("socket");
            String base = platform.url(service).toString();
            String url = socket ? base.replaceFirst("^http", "ws") + "/v1/socket" : base;
            String note = service == ServiceName.GATEWAY ? "   (interfaces: /documentation)" : "";
            out.printf(Locale.ROOT, "  %-11s %s%s%n", service.title(), url, note);
        }
        String age = ProcessAge.now()
                .map(since ->
                        String.format(Locale.ROOT, " (%.2f s after the command was given)", since.toMillis() / 1000.0))
                .orElse("");
        out.printf(
                Locale.ROOT,
                "%d services ready in %.2f s%s%n",
                platform.services().size(),
                took.toMillis() / 1000.0,
                age);
        out.flush();
    }
}
