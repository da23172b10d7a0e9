package dev.parley.compliance.chain;

/// A text holds half a surrogate pair, which has no UTF-8 form and hence no canonical one (RFC 8785 §3.2.2.2).
final class UnpairedSurrogateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnpairedSurrogateException() {
        super("half a surrogate pair");
    }
}
