package dev.parley.app.platform;

import static dev.parley.app.config.ServiceName.AUTH;
import static dev.parley.app.config.ServiceName.COMPLIANCE;
import static dev.parley.app.config.ServiceName.CRYPTO;
import static dev.parley.app.config.ServiceName.MEDIA;
import static dev.parley.app.config.ServiceName.MESSAGING;
import static dev.parley.app.config.ServiceName.SEARCH;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.core.config.ConfigException;
import java.util.EnumSet;
import java.util.Set;

/// Which services a service cannot do without.
final class Needs {
    private Needs() {}

    /// Refuses a process whose services need others that neither run in it nor have a URL.
    ///
    /// @throws ConfigException naming the first such key
    static void require(ParleyConfig config, Set<ServiceName> local) {
        for (ServiceName service : local) {
            for (ServiceName needed : of(service)) {
                if (!local.contains(needed) && !config.peers().containsKey(needed.word())) {
                    throw new ConfigException("peers." + needed.word() + ": is needed by " + service.word()
                            + ", because " + needed.word() + " does not run in this process");
                }
            }
        }
    }

    private static Set<ServiceName> of(ServiceName service) {
        return switch (service) {
            case GATEWAY -> EnumSet.of(AUTH, COMPLIANCE, CRYPTO, MESSAGING, MEDIA, SEARCH);
            case SOCKET1, SOCKET2, SEARCH -> EnumSet.of(AUTH, COMPLIANCE, MESSAGING);
            case MEDIA -> EnumSet.of(AUTH, COMPLIANCE, CRYPTO, MESSAGING);
            case MESSAGING -> EnumSet.of(AUTH, COMPLIANCE, CRYPTO);
            case COMPLIANCE -> EnumSet.of(AUTH, CRYPTO);
            case CRYPTO, AUTH -> EnumSet.of(AUTH, COMPLIANCE);
        };
    }
}
