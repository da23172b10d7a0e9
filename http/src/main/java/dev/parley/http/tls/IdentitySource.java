package dev.parley.http.tls;

import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.util.List;

/// The files in which a certificate and its key lie.
public sealed interface IdentitySource {
    List<Path> files();

    /// @param certificate PEM: the own certificate, then those that lead up to the authority
    /// @param key PEM: the key of the first certificate, not encrypted
    record PemFiles(Path certificate, Path key) implements IdentitySource {
        @Override
        public List<Path> files() {
            return List.of(certificate, key);
        }
    }

    /// @param file PKCS#12, with one key and its certificates
    record KeyStoreFile(Path file, Secret password) implements IdentitySource {
        @Override
        public List<Path> files() {
            return List.of(file);
        }
    }
}
