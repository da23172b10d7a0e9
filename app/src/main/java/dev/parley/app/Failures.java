package dev.parley.app;

import dev.parley.app.cluster.ClusterException;
import dev.parley.app.cluster.StepFailedException;
import dev.parley.app.platform.SecretUnusableException;
import dev.parley.app.remote.RemoteException;
import dev.parley.core.config.ConfigException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.EngineUnavailableException;
import dev.parley.http.PortInUseException;
import dev.parley.http.tls.TlsException;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.embedded.FolderInUseException;
import dev.parley.storage.embedded.FolderUnusableException;
import dev.parley.storage.migration.MigrationRefusedException;
import dev.parley.storage.move.MoveRefusedException;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/// What the person at the terminal sees when a command fails: one line on standard error, and an exit code. A fault
/// of ours shows its stack trace as well: it is to be reported.
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        int code = code(cause);
        if (code == ExitCode.FAULT) {
            LoggerFactory.getLogger(Failures.class).error("this is a fault of Parley's own; please report it", cause);
        }
        commandLine.getErr().println("parley: " + oneLine(cause));
        return code;
    }

    private static int code(Throwable cause) {
        return switch (cause) {
            case ConfigException config -> ExitCode.CONFIGURATION;
            case TlsException tls -> ExitCode.CONFIGURATION;
            case PortInUseException port -> ExitCode.PORT;
            case FolderInUseException inUse -> ExitCode.DATA;
            case FolderUnusableException unusable -> ExitCode.DATA;
            case SecretUnusableException secret -> ExitCode.DATA;
            case SchemaTooNewException newer -> ExitCode.DATA;
            case MigrationRefusedException refused -> ExitCode.DATA;
            case MoveRefusedException refused -> ExitCode.DATA;
            case StepFailedException step -> ExitCode.CLUSTER;
            case ClusterException cluster -> ExitCode.CLUSTER;
            case EngineUnavailableException engine -> ExitCode.CLUSTER;
            case StoreUnavailableException store -> ExitCode.CLUSTER;
            case RemoteException remote -> ExitCode.NOT_PASSED;
            default -> ExitCode.FAULT;
        };
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
