package dev.parley.compliance.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.api.compliance.AuditOutcome;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an entry of the log says: the members of its canonical form, in their order there.
///
/// @param details sorted by UTF-16 code units, as RFC 8785 §3.2.3 asks
/// @param clockSkewMillis by how much the clock of the log was behind the entry before; absent when it was not
/// @param personal what was sealed with the subject's key, base64; absent when there was nothing
/// @param personalOmitted why a personal part was not kept: `key-destroyed`; absent when it was
/// @param previousHash of the entry before, [AuditChain#ZERO_HASH] for the first
/// @param recordedAt by the clock of the log, never before that of the entry before
/// @param seq from 1, without gaps
/// @param tenant whose log it is, so that no entry can be moved to another's
/// @param v version of this form, 1
public record EntryContent(
        String action,
        String actor,
        @Nullable Long clockSkewMillis,
        SortedMap<String, String> details,
        AuditRecordId id,
        Instant occurredAt,
        AuditOutcome outcome,
        @Nullable String personal,
        @Nullable String personalOmitted,
        String previousHash,
        Instant recordedAt,
        @Nullable RequestId requestId,
        String resource,
        long seq,
        String service,
        @Nullable UserId subject,
        TenantId tenant,
        int v) {
    /// The version that is written.
    public static final int VERSION = 1;

    public EntryContent {
        // What is read from JSON may lack anything.
        Stream.of(action, actor, id, occurredAt, outcome, previousHash, recordedAt, resource, service, tenant)
                .forEach(Objects::requireNonNull);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /// Reads a canonical form.
    ///
    /// @return nothing when it is not exactly the canonical form of an entry of this version: other white space,
    ///     order, escapes, unknown or repeated members all are refused, so that no two programs can read it
    ///     differently
    public static Optional<EntryContent> parse(String canonical) {
        try {
            EntryContent content = Json.parse(canonical.getBytes(StandardCharsets.UTF_8), EntryContent.class);
            // The JSON text `null` is read as null.
            return content != null
                            && content.v == VERSION
                            && content.canonical().equals(canonical)
                    ? Optional.of(content)
                    : Optional.empty();
        } catch (JsonProcessingException | UnpairedSurrogateException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory has no I/O errors", e);
        }
    }

    /// The JSON canonical form (RFC 8785), written directly: the members are known and sorted already.
    public String canonical() {
        CanonicalWriter out = new CanonicalWriter();
        out.member("action", action);
        out.member("actor", actor);
        out.optional("clockSkewMillis", clockSkewMillis);
        out.member("details", details);
        out.member("id", id.value());
        out.member("occurredAt", Json.time(occurredAt));
        out.member("outcome", text(outcome));
        out.optional("personal", personal);
        out.optional("personalOmitted", personalOmitted);
        out.member("previousHash", previousHash);
        out.member("recordedAt", Json.time(recordedAt));
        out.optional("requestId", requestId == null ? null : requestId.value());
        out.member("resource", resource);
        out.member("seq", seq);
        out.member("service", service);
        out.optional("subject", subject == null ? null : subject.value());
        out.member("tenant", tenant.value());
        out.member("v", v);
        return out.end();
    }

    private static String text(AuditOutcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "success";
            case REFUSED -> "refused";
            case FAILURE -> "failure";
        };
    }
}
