package dev.parley.messaging;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.socket.ServerFrame;
import dev.parley.client.audit.AuditTrail;
import dev.parley.core.call.CallContext;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.storage.signal.Signals;
import java.time.InstantSource;
import java.util.Map;

/// What others are told of a change of membership: the users at once by signal, the auditors durably.
public final class Notices {
    private static final String SERVICE = "messaging";

    private final Signals signals;
    private final AuditTrail audit;
    private final IdSource ids;
    private final InstantSource clock;

    public Notices(Signals signals, AuditTrail audit, IdSource ids, InstantSource clock) {
        this.signals = signals;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    void joined(TenantId tenant, UserId user, ConversationId conversation) {
        signals.publish(tenant, MessagingSignals.user(user), Json.bytes(new ServerFrame.JoinedFrame(conversation)));
    }

    void left(TenantId tenant, UserId user, ConversationId conversation) {
        signals.publish(tenant, MessagingSignals.user(user), Json.bytes(new ServerFrame.LeftFrame(conversation)));
    }

    /// @param details ids and counts
    void audit(Caller.User actor, String action, ConversationId conversation, Map<String, String> details) {
        audit.record(
                actor.tenant(),
                new AuditRecord(
                        ids.auditRecordId(),
                        clock.instant(),
                        SERVICE,
                        actor.user().value(),
                        action,
                        conversation.value(),
                        AuditOutcome.SUCCESS,
                        CallContext.current().map(CallContext::requestId).orElse(null),
                        details,
                        null,
                        Map.of()));
    }
}
