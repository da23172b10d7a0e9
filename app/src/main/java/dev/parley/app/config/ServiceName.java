package dev.parley.app.config;

import dev.parley.core.config.ConfigException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The services that a process can run. The socket service runs as two instances, each with a port of its own.
public enum ServiceName {
    GATEWAY("Gateway"),
    SOCKET1("Socket 1"),
    SOCKET2("Socket 2"),
    MESSAGING("Messaging"),
    MEDIA("Media"),
    SEARCH("Search"),
    AUTH("Auth"),
    COMPLIANCE("Compliance"),
    CRYPTO("Crypto");

    private final String title;

    ServiceName(String title) {
        this.title = title;
    }

    /// As the configuration writes it: `socket1`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// As people read it: `Socket 1`.
    public String title() {
        return title;
    }

    /// What the service calls itself in tokens and metrics. Both instances of the socket service are `socket`.
    public String role() {
        return this == SOCKET1 || this == SOCKET2 ? "socket" : word();
    }

    /// The services of a list, in which `socket` stands for both nodes.
    ///
    /// @throws ConfigException when one of them is none
    public static Set<ServiceName> list(List<String> words) {
        Set<ServiceName> chosen = EnumSet.noneOf(ServiceName.class);
        for (String word : words) {
            if (word.strip().equals("socket")) {
                chosen.add(SOCKET1);
                chosen.add(SOCKET2);
            } else {
                chosen.add(of(word.strip()));
            }
        }
        return chosen;
    }

    /// @throws ConfigException when no service has this name
    public static ServiceName of(String word) {
        return Arrays.stream(values())
                .filter(service -> service.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigException("services: \"" + word + "\" is none of "
                        + Arrays.stream(values()).map(ServiceName::word).collect(Collectors.joining(", "))));
    }
}
