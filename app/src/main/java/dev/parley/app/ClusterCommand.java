package dev.parley.app;

import dev.parley.app.cluster.Cluster;
import dev.parley.app.cluster.ComposeCluster;
import dev.parley.app.cluster.LocalCluster;
import dev.parley.app.cluster.LocalPorts;
import dev.parley.app.cluster.Preparation;
import dev.parley.app.cluster.Steps;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `parley cluster`: a whole cluster with its engines.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Bring a whole cluster up with its engines, in containers or on this host, and stop it.")
final class ClusterCommand implements Runnable {
    /// System property with the folder `deploy` of the sources, set by the launcher.
    private static final String DEPLOY_PROPERTY = "parley.deploy";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Which cluster is meant.
    private static final class Which {
        @Option(
                names = "--local",
                description = "The processes of this host rather than the containers of deploy/compose.yaml.")
        private boolean local;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "With --local: the folder of all of it; default: ./cluster-data.")
        private Path data = Path.of("cluster-data");

        Cluster cluster() {
            return local ? local(null, LocalPorts.ServicePorts.DEFAULT) : compose();
        }

        LocalCluster local(@Nullable String mongodb, LocalPorts.ServicePorts ports) {
            return new LocalCluster(data, new LocalCluster.Choice(mongodb, ports));
        }

        static ComposeCluster compose() {
            return new ComposeCluster(
                    Path.of(System.getProperty(DEPLOY_PROPERTY, "deploy")).toAbsolutePath());
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Brings it up.
    @Command(
            name = "up",
            mixinStandardHelpOptions = true,
            description = "Go through the ten steps, doing what is not done yet. Everything runs on in the background.")
    int up(
            @Mixin Which which,
            @Option(
                            names = "--mongodb",
                            paramLabel = "URI",
                            description = "With --local, at the first time: keep documents in this MongoDB replica set "
                                    + "rather than in a PostgreSQL of its own.")
                    @Nullable
                    String mongodb,
            @Option(
                            names = "--free-ports",
                            description = "With --local, at the first time: services on free ports rather than on 3000 "
                                    + "to 3009.")
                    boolean freePorts) {
        LogSetup.errorsOnly();
        PrintWriter out = spec.commandLine().getOut();
        if (which.local) {
            LocalPorts.ServicePorts ports = freePorts ? LocalPorts.ServicePorts.FREE : LocalPorts.ServicePorts.DEFAULT;
            LocalCluster cluster = which.local(mongodb, ports);
            cluster.alone(() -> new Steps(cluster.steps(), out).run());
            out.println("the gateway is at " + cluster.gateway() + "; stop with: ./parley cluster down --local"
                    + dataOption(which));
        } else {
            new Steps(Which.compose().steps(), out).run();
            out.println("the gateway is at http://127.0.0.1:3000; stop with: ./parley cluster down");
        }
        return ExitCode.DONE;
    }

    private static String dataOption(Which which) {
        return which.data.equals(Path.of("cluster-data")) ? "" : " --data " + which.data;
    }

    /// Stops it.
    @Command(
            name = "down",
            mixinStandardHelpOptions = true,
            description = "Stop everything in order, services first. Data stays.")
    int down(@Mixin Which which) {
        PrintWriter out = spec.commandLine().getOut();
        if (which.local) {
            LocalCluster cluster = which.local(null, LocalPorts.ServicePorts.DEFAULT);
            cluster.alone(() -> cluster.down(out::println));
        } else {
            which.cluster().down(out::println);
        }
        return ExitCode.DONE;
    }

    /// Tells what runs.
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Tell what runs of it. Ends with 0 when all does, else 1.")
    int status(@Mixin Which which) {
        PrintWriter out = spec.commandLine().getOut();
        List<Cluster.Part> parts = which.cluster().parts();
        for (Cluster.Part part : parts) {
            out.printf(Locale.ROOT, "%-8s %-34s %s%n", part.running() ? "running" : "-", part.name(), part.detail());
        }
        long running = parts.stream().filter(Cluster.Part::running).count();
        out.println(running + " of " + parts.size() + " run");
        return !parts.isEmpty() && running == parts.size() ? ExitCode.DONE : ExitCode.NOT_PASSED;
    }

    /// One of the steps from four to eight, for engines that somebody else runs.
    @Command(
            name = "prepare",
            mixinStandardHelpOptions = true,
            description =
                    "Prepare the engines of a configuration for Parley, by hand: databases, kafka, topics, search "
                            + "or bucket. Does only what is missing.")
    int prepare(
            @Mixin ConfigOptions configuration,
            @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}") Preparation.Part part) {
        Preparation.of(configuration.read()).perform(part);
        spec.commandLine().getOut().println(part.name().toLowerCase(Locale.ROOT) + ": ready");
        return ExitCode.DONE;
    }
}
