package dev.parley.storage.document;

import dev.parley.core.id.TenantId;

/// A document in the form in which it is kept.
///
/// @param version as in [Versioned], at least 1
/// @param json a JSON object in UTF-8. A store may have changed the order of members and the space between them
public record RawDocument(TenantId tenant, String id, long version, byte[] json) {
    public RawDocument {
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1, not " + version);
        }
        json = json.clone();
    }

    public DocumentKey key() {
        return new DocumentKey(tenant, id);
    }
}
