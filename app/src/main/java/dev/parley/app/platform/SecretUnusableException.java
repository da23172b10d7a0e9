package dev.parley.app.platform;

/// A secret's file cannot be used. The message is one line for the operator and names the file, never its content.
public final class SecretUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUnusableException(String message) {
        super(message);
    }
}
