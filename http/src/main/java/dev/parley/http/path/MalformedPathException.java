package dev.parley.http.path;

/// A path or query string that has no single safe reading. The message is shown to the caller and never repeats
/// the input.
public final class MalformedPathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    MalformedPathException(String message) {
        super(message, null, false, false);
        this.reason = message;
    }

    /// One line for the caller.
    public String reason() {
        return reason;
    }
}
