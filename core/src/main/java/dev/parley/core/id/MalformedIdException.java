package dev.parley.core.id;

/// A text is not an id of the expected kind. The text itself is kept out of the message: it came from outside.
public final class MalformedIdException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedIdException(String prefix) {
        super("must be an id of the form " + prefix + "_ followed by " + TypeId.SUFFIX_LENGTH + " characters");
    }
}
