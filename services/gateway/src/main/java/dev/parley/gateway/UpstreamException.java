package dev.parley.gateway;

import java.io.IOException;

/// The connection to a service broke, or never stood.
final class UpstreamException extends IOException {
    private static final long serialVersionUID = 1L;

    UpstreamException(Throwable cause) {
        super("the connection to a service failed", cause);
    }
}
