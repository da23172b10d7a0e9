package dev.parley.core.config;

/// The configuration cannot be used. The message is one line for the operator and names the key.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
