package dev.parley.http.tls;

/// A certificate, key or authority cannot be used. The message is one line for the operator: the file and why.
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message) {
        super(message);
    }

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
