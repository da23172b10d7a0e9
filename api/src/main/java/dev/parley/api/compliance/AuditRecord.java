package dev.parley.api.compliance;

import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened, as its witness reports it.
///
/// @param id chosen by the witness; a record sent twice is one entry
/// @param occurredAt by the clock of the witness
/// @param service the witness: `gateway`, `auth`, …
/// @param actor who did it: an id, `service:<name>` or `anonymous`. Never a name or an address
/// @param action what was done, lower case with dots and hyphens: `message.send`, `http.request`
/// @param resource to what: an id or a route template. Never personal data
/// @param requestId the request it belongs to, if any
/// @param details facts without personal data, at most 16 of at most 256 characters
/// @param subject whose personal data [#personal] is; its key seals it
/// @param personal what must be erasable (addresses, device names), at most 16 of at most 512 characters. Sealed
///     before it is stored
public record AuditRecord(
        AuditRecordId id,
        Instant occurredAt,
        String service,
        String actor,
        String action,
        String resource,
        AuditOutcome outcome,
        @Nullable RequestId requestId,
        Map<String, String> details,
        @Nullable UserId subject,
        Map<String, String> personal) {
    public AuditRecord {
        details = Map.copyOf(details);
        personal = Map.copyOf(personal);
    }
}
