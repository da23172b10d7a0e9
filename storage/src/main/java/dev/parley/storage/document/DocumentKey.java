package dev.parley.storage.document;

import dev.parley.core.id.TenantId;

/// Where a document stands in its collection, all tenants considered: by tenant, then by the UTF-8 bytes of the id.
public record DocumentKey(TenantId tenant, String id) {
    public DocumentKey {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("no document has an empty id");
        }
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
