package dev.parley.storage.document;

/// What every adapter refuses before it asks its engine, so that all refuse the same.
public final class DocumentBounds {
    /// Longest id of a document, in characters.
    public static final int MAX_ID_LENGTH = 500;

    private DocumentBounds() {}

    /// @throws IllegalArgumentException when the id is empty or longer than [#MAX_ID_LENGTH]
    public static String requireId(String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_ID_LENGTH + " characters, not " + id.length());
        }
        return id;
    }

    /// @param document the JSON form
    /// @throws IllegalArgumentException when it has more than [DocumentStore#MAX_DOCUMENT_BYTES]
    public static byte[] requireSize(byte[] document) {
        if (document.length > DocumentStore.MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException("document of " + document.length + " bytes");
        }
        return document;
    }

    /// @throws IllegalArgumentException when the id or the JSON is not of a document that can be stored
    public static void require(RawDocument document) {
        requireId(document.id());
        requireSize(document.json());
    }
}
