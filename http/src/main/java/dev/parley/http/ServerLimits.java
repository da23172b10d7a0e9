package dev.parley.http;

/// The bounds of what a server takes.
///
/// @param maxInFlight requests that run at one time; the next is refused with 503
/// @param maxConnections connections open at one time; the next is closed at once
/// @param maxHeaderBytes all header lines of a request together; more is refused with 431
/// @param maxUriBytes path and query; more is refused with 414
/// @param defaultMaxBodyBytes for operations whose contract does not say otherwise
public record ServerLimits(
        int maxInFlight, int maxConnections, int maxHeaderBytes, int maxUriBytes, long defaultMaxBodyBytes) {
    public static final ServerLimits DEFAULTS = new ServerLimits(2048, 16_384, 16 * 1024, 8 * 1024, 64 * 1024);

    public ServerLimits {
        if (maxInFlight < 1 || maxConnections < 1 || maxHeaderBytes < 1 || maxUriBytes < 1 || defaultMaxBodyBytes < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }

    ServerLimits withMaxInFlight(int requests) {
        return new ServerLimits(requests, maxConnections, maxHeaderBytes, maxUriBytes, defaultMaxBodyBytes);
    }

    ServerLimits withMaxConnections(int connections) {
        return new ServerLimits(maxInFlight, connections, maxHeaderBytes, maxUriBytes, defaultMaxBodyBytes);
    }
}
