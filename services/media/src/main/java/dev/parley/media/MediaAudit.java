package dev.parley.media;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.media.Media;
import dev.parley.client.audit.AuditTrail;
import dev.parley.core.call.CallContext;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.RequestId;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What media reports to the audit log.
final class MediaAudit {
    private final AuditTrail trail;
    private final IdSource ids;
    private final InstantSource clock;

    MediaAudit(AuditTrail trail, IdSource ids, InstantSource clock) {
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    /// Who did something, in which request. Taken when the request begins: what is found while its answer is being
    /// sent belongs to it still.
    record Deed(Caller.User caller, @Nullable RequestId request) {
        static Deed of(Caller.User caller) {
            return new Deed(
                    caller, CallContext.current().map(CallContext::requestId).orElse(null));
        }
    }

    void uploaded(Deed deed, Media media) {
        Map<String, String> details = Map.of(
                "conversationId", media.conversationId().value(),
                "contentType", media.contentType(),
                "sizeBytes", Long.toString(media.sizeBytes()));
        record(deed, "media.upload", media.id(), AuditOutcome.SUCCESS, details);
    }

    /// A stored file turned out not to be what was uploaded.
    void damaged(Deed deed, MediaId id) {
        record(deed, "media.damage-found", id, AuditOutcome.FAILURE, Map.of());
    }

    private void record(Deed deed, String action, MediaId id, AuditOutcome outcome, Map<String, String> details) {
        AuditRecord record = new AuditRecord(
                ids.auditRecordId(),
                clock.instant(),
                "media",
                deed.caller().user().value(),
                action,
                id.value(),
                outcome,
                deed.request(),
                details,
                null,
                Map.of());
        trail.record(deed.caller().tenant(), record);
    }
}
