package dev.parley.compliance.chain;

import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// The personal part of a record, in the form that is sealed.
public final class PersonalPart {
    private PersonalPart() {}

    /// The canonical form (RFC 8785), as UTF-8.
    public static byte[] plaintext(Map<String, String> personal) {
        CanonicalWriter out = new CanonicalWriter();
        new TreeMap<>(personal).forEach(out::member);
        return out.end().getBytes(StandardCharsets.UTF_8);
    }

    /// What binds it to its place: sealed parts that change records or tenants do not open.
    public static byte[] associatedData(TenantId tenant, AuditRecordId id) {
        return ("parley/audit/v1/" + tenant + "/" + id).getBytes(StandardCharsets.US_ASCII);
    }
}
