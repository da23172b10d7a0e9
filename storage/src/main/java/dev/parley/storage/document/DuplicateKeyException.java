package dev.parley.storage.document;

/// An id or the values of a unique index are taken. Nothing of the transaction happened.
public final class DuplicateKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String collection;
    private final String index;

    /// @param index the name of the unique index, or `id`
    public DuplicateKeyException(String collection, String index) {
        super("duplicate key in " + collection + "." + index);
        this.collection = collection;
        this.index = index;
    }

    public String collection() {
        return collection;
    }

    /// The name of the unique index, or `id`.
    public String index() {
        return index;
    }
}
