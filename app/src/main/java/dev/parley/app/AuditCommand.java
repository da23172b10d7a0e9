package dev.parley.app;

import dev.parley.api.compliance.AuditVerification;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.platform.Certificates;
import dev.parley.app.remote.AuditExport;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.client.token.ServiceTokens;
import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.AuditJsonLines;
import dev.parley.core.id.TenantId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `parley audit`: what an auditor needs.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Export and verify the audit log.")
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Checks a file without any platform.
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Verify an exported audit log, without a platform. Ends with 0 when it is whole, else 1.")
    int verify(@Parameters(paramLabel = "FILE", description = "An export: one entry per line.") Path file) {
        AuditVerification verification;
        try (InputStream in = Files.newInputStream(file)) {
            verification = AuditChain.verify(AuditJsonLines.read(in));
        } catch (IOException e) {
            throw new RemoteException(file + " cannot be read: " + e.getClass().getSimpleName());
        }
        String line = verification.whole()
                ? String.format(Locale.ROOT, "whole: %d entries, every hash is right", verification.checkedEntries())
                : String.format(Locale.ROOT, "broken at entry %d: %s", verification.faultySeq(), verification.fault());
        spec.commandLine().getOut().println(line);
        return verification.whole() ? ExitCode.DONE : ExitCode.NOT_PASSED;
    }

    /// Writes the log of a running platform to a file.
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Write the audit log of a running platform to a new file, one entry per line.")
    int export(
            @Mixin ConfigOptions configuration,
            @Mixin RemoteOptions platform,
            @Parameters(paramLabel = "FILE") Path file)
            throws IOException {
        ParleyConfig config = configuration.read();
        ServiceTokens tokens = platform.tokens(config, InstantSource.system());
        if (tokens == null) {
            throw new RemoteException("the export needs the service secret: give --data or --service-key");
        }
        try (Remote remote = new Remote(platform.urls(config), Certificates.trust(config, InstantSource.system()));
                OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            String token = tokens.mint("export", "compliance", TenantId.DEFAULT);
            new AuditExport(remote, "compliance", token).to(out);
        }
        spec.commandLine().getOut().println("written: " + file);
        return ExitCode.DONE;
    }
}
