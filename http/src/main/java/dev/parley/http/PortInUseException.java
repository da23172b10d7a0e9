package dev.parley.http;

/// A server cannot listen where it should. The message is one line for the operator: `host:port` and why.
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortInUseException(String host, int port, String reason, Throwable cause) {
        super("cannot listen on " + host + ":" + port + ": " + reason, cause);
    }

    public PortInUseException(String host, int port, String reason) {
        super("cannot listen on " + host + ":" + port + ": " + reason);
    }
}
