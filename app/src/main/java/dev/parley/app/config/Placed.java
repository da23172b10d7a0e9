package dev.parley.app.config;

import dev.parley.core.config.Inline;

/// A service's own settings and the port it stands on.
///
/// @param port 0 for any free one
public record Placed<C extends Record>(int port, @Inline C own) {
    public Placed {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: must be 0 to 65535");
        }
    }

    /// The same settings on another port.
    Placed<C> at(int otherPort) {
        return new Placed<>(otherPort, own);
    }

    /// The settings of a service that has none.
    public record Nothing() {}
}
