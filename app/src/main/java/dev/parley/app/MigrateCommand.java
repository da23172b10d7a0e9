package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.platform.DocumentMigrations;
import dev.parley.storage.migration.MigrationState;
import dev.parley.storage.migration.SchemaStep;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley migrate`: what a start does by itself, and what somebody must decide.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Bring what is stored to the form of this version, or back to that of an older one.",
            "On a data folder the platform must be stopped; in a cluster it may run."
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @ArgGroup
    private Choice choice = new Choice();

    /// One of these, or none: then what only adds is done.
    private static final class Choice {
        @Option(names = "--status", description = "Show how far everything is, and change nothing but what is added.")
        private boolean status;

        @Option(
                names = "--contract",
                description = "Also take away what only older versions used. None may be running any more.")
        private boolean contract;

        @Option(
                names = "--to",
                paramLabel = "N",
                description = "Take back the migrations of documents after number N. This version must not be running.")
        private @Nullable Integer to;

        @Option(
                names = "--schema-to",
                paramLabel = "N",
                description = "Take back the steps of the store's tables after step N, for an older version.")
        private @Nullable Integer schemaTo;
    }

    @Override
    public Integer call() {
        ParleyConfig config = configuration.read();
        PrintWriter out = spec.commandLine().getOut();
        if (choice.schemaTo != null) {
            DocumentMigrations.schemaBack(config, choice.schemaTo);
            out.println("the tables are at step " + choice.schemaTo + "; this version would take them forward again");
            return ExitCode.DONE;
        }
        if (choice.contract) {
            DocumentMigrations.contract(config, this::progress);
        }
        try (DocumentMigrations migrations = DocumentMigrations.open(config, this::progress)) {
            if (choice.to != null) {
                migrations.run().backTo(choice.to);
            } else if (!choice.status && !choice.contract) {
                migrations.run().expand();
            }
            print(migrations, out);
        }
        return ExitCode.DONE;
    }

    private void progress(MigrationState state) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "migration %d (%s): %s, %,d documents, %,d changed%n",
                state.number(),
                state.name(),
                state.standing().name().toLowerCase(Locale.ROOT),
                state.documents(),
                state.changed());
        out.flush();
    }

    private static void print(DocumentMigrations migrations, PrintWriter out) {
        out.println("Steps of the store:");
        for (SchemaStep step : migrations.schema()) {
            out.printf(
                    Locale.ROOT,
                    "  %4d  %-40s %-8s  %s%n",
                    step.number(),
                    step.name(),
                    step.phase().name().toLowerCase(Locale.ROOT),
                    step.takenAt().map(MigrateCommand::time).orElse("not taken"));
        }
        out.println("Migrations of documents: " + migrations.known() + " known");
        for (MigrationState state : migrations.run().states()) {
            out.printf(
                    Locale.ROOT,
                    "  %4d  %-40s %-8s  %s, %,d documents, %,d changed, %s%n",
                    state.number(),
                    state.name(),
                    state.phase().name().toLowerCase(Locale.ROOT),
                    state.standing().name().toLowerCase(Locale.ROOT),
                    state.documents(),
                    state.changed(),
                    time(state.updatedAt()));
        }
    }

    private static String time(Instant instant) {
        return instant.equals(Instant.EPOCH) ? "taken" : instant.toString();
    }
}
