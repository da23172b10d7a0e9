package dev.parley.app;

import dev.parley.app.config.ServiceName;
import dev.parley.app.platform.ClusterSecrets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley keys`: the secrets of a cluster.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Make the secrets of an installation where there are none, and write those that a process of "
                + "some services needs into a folder for it.")
final class KeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "LIST",
            description = "The services of the process, for example gateway,auth; default: all.")
    private List<String> services = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the secrets of the process go: the folder that its key `secrets` names.")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        Set<ServiceName> chosen = ServiceName.list(services);
        ClusterSecrets secrets = new ClusterSecrets(configuration.read().secretsFolder());
        List<Path> written = secrets.write(chosen.isEmpty() ? EnumSet.allOf(ServiceName.class) : chosen, out);
        written.forEach(file -> spec.commandLine().getOut().println("written: " + file));
        return ExitCode.DONE;
    }
}
