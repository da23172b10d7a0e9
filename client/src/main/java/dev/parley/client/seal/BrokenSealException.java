package dev.parley.client.seal;

/// A sealed value does not open: it was changed, cut, moved to another place, or is no sealed value. Retrying is no
/// use.
public final class BrokenSealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenSealException(String message) {
        super(message);
    }
}
