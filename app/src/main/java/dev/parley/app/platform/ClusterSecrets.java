package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.client.token.ServiceKeys;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The secrets of an installation, from which each process of a cluster gets what its services need and no more:
/// the service keys of its own pairs, the key-encryption key where crypto runs, the token-sealing key where auth
/// does, the index key where search does.
public final class ClusterSecrets {
    /// Who calls services besides services: commands of the administrator, who has the service secret itself.
    private static final Set<String> COMMANDS = Set.of("check", "demo", "export", "bench");

    private final SecretFiles all;

    /// @param folder of all secrets, kept where no service runs; what is missing in it is made
    public ClusterSecrets(Path folder) {
        this.all = SecretFiles.making(folder, new SecureRandom());
    }

    /// Writes the secrets of a process.
    ///
    /// @param services that run in it
    /// @return the files, of which each was there with the same content, or is new
    /// @throws SecretUnusableException when a file cannot be written
    public List<Path> write(Set<ServiceName> services, Path folder) {
        List<Path> written = new ArrayList<>();
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
            written.add(write(folder, SecretFiles.SERVICE_KEYS, serviceKeys(services)));
            if (services.contains(ServiceName.CRYPTO)) {
                written.add(copy(folder, SecretFiles.KEY_ENCRYPTION));
            }
            if (services.contains(ServiceName.AUTH)) {
                written.add(copy(folder, SecretFiles.TOKEN_SEALING));
            }
            if (services.contains(ServiceName.SEARCH)) {
                written.add(copy(folder, SecretFiles.SEARCH_INDEX));
            }
            return written;
        } catch (IOException e) {
            throw new SecretUnusableException(folder + " cannot be written: " + e);
        }
    }

    /// Copies all secrets as they are, for an installation that moves to another folder.
    ///
    /// @throws SecretUnusableException when a file cannot be written
    List<Path> copy(Path folder) {
        List<Path> written = new ArrayList<>();
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
            for (String name : List.of(
                    SecretFiles.SERVICE,
                    SecretFiles.TOKEN_SEALING,
                    SecretFiles.SEARCH_INDEX,
                    // The last, since it tells that all are there.
                    SecretFiles.KEY_ENCRYPTION)) {
                written.add(copy(folder, name));
            }
            return written;
        } catch (IOException e) {
            throw new SecretUnusableException(folder + " cannot be written: " + e);
        }
    }

    private byte[] serviceKeys(Set<ServiceName> services) {
        Set<String> own = services.stream().map(ServiceName::role).collect(Collectors.toSet());
        Set<String> everyone =
                Arrays.stream(ServiceName.values()).map(ServiceName::role).collect(Collectors.toSet());
        everyone.addAll(COMMANDS);
        try (Secret secret = all.obtain(SecretFiles.SERVICE)) {
            return ServiceKeys.write(ServiceKeys.of(secret).only(own, everyone));
        }
    }

    private Path copy(Path folder, String name) throws IOException {
        try (Secret secret = all.obtain(name)) {
            return write(folder, name, secret.reveal());
        }
    }

    private static Path write(Path folder, String name, byte[] content) throws IOException {
        try {
            SecretFiles.write(folder, name, content);
            return folder.resolve(name);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
