package dev.parley.storage.document;

import dev.parley.core.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where a document stands in its collection, all tenants considered: by tenant, then by the UTF-8 bytes of the id.
public record DocumentKey(TenantId tenant, String id) implements Comparable<DocumentKey> {
    public DocumentKey {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("no document has an empty id");
        }
    }

    @Override
    public int compareTo(DocumentKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : Arrays.compareUnsigned(utf8(id), utf8(other.id));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
