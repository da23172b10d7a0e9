package dev.parley.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/// The command line.
@Command(
        name = "parley",
        description = "Secure messaging whose records can be proven.",
        mixinStandardHelpOptions = true,
        versionProvider = Parley.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StartCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            AuditCommand.class,
            KeysCommand.class,
            MigrateCommand.class,
            MigrateStorageCommand.class,
            ClusterCommand.class,
            BenchCommand.class,
            TrainCommand.class,
            HelpCommand.class
        })
public final class Parley {
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Parley())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures());
        commandLine.setParameterExceptionHandler((mistake, given) -> {
            PrintWriter err = mistake.getCommandLine().getErr();
            err.println("parley: " + mistake.getMessage() + " (see: parley help)");
            return ExitCode.USAGE;
        });
        return commandLine;
    }

    /// The version that the jar's manifest names.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Parley " + text() + " on Java " + Runtime.version()};
        }

        static String text() {
            String version = Parley.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
