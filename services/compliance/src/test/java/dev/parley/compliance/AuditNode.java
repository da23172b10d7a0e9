package dev.parley.compliance;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.compliance.store.AuditStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// One node of the compliance service on storage that it may share with others, and what is put into it.
final class AuditNode {
    static final TenantId TENANT = TenantId.DEFAULT;
    static final TenantId OTHER_TENANT = new TenantId("tnt_01h455vb4pex5vsknk084sn02q");
    static final UserId ADA = new UserId("usr_01h455vb4pex5vsknk084sn02q");
    static final Caller.Service SERVICE = new Caller.Service(TENANT, "gateway");
    static final Caller.Service OTHER_SERVICE = new Caller.Service(OTHER_TENANT, "gateway");
    static final Caller.User OWNER = user(Role.OWNER);
    static final Caller.User OFFICER = user(Role.COMPLIANCE_OFFICER);
    static final Caller.User MEMBER = user(Role.MEMBER);

    /// Gives the ids of one run, the same in each.
    private static final IdSource IDS = new IdSource(() -> Instant.parse("2026-01-31T09:30:00Z"), new Random(1));

    private static final IdSource NEW_IDS = new IdSource(InstantSource.system(), new SecureRandom());

    final MemoryDataKeys dataKeys = new MemoryDataKeys();
    final DataKeyRing ring = new DataKeyRing(dataKeys);
    final Sealer sealer = new Sealer(ring, new SecureRandom());
    final AuditLog audit;

    AuditNode(DocumentStore documents, InstantSource clock) {
        audit = new AuditLog(new AuditStore(documents), new PersonalSealer(sealer), clock);
    }

    static EmbeddedStorage open(Path folder) {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }

    static AuditRecord record() {
        return record(Map.of());
    }

    static AuditRecord record(Map<String, String> personal) {
        return new AuditRecord(
                IDS.auditRecordId(),
                Instant.parse("2026-01-31T09:29:59.500Z"),
                "gateway",
                ADA.value(),
                "http.request",
                "POST /v1/conversations/{conversationId}/messages",
                AuditOutcome.SUCCESS,
                new RequestId("req_01h455vb4pex5vsknk084sn02q"),
                Map.of("status", "201", "durationMillis", "3"),
                ADA,
                personal);
    }

    static List<AuditRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(Map.of("address", "203.0.113." + i % 256)))
                .toList();
    }

    /// Records without a personal part, with ids that no other process makes.
    static List<AuditRecord> plainRecords(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> withId(record(), NEW_IDS.auditRecordId()))
                .toList();
    }

    static AuditRecord withId(AuditRecord record, AuditRecordId id) {
        return new AuditRecord(
                id,
                record.occurredAt(),
                record.service(),
                record.actor(),
                record.action(),
                record.resource(),
                record.outcome(),
                record.requestId(),
                record.details(),
                record.subject(),
                record.personal());
    }

    /// The whole log, page by page.
    static List<AuditEntry> all(dev.parley.api.compliance.AuditApi audit, Caller caller) {
        List<AuditEntry> all = new ArrayList<>();
        List<AuditEntry> page = audit.entries(caller, 0, 1000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = audit.entries(caller, all.size(), 1000);
        }
        return all;
    }

    private static Caller.User user(Role role) {
        return new Caller.User(TENANT, ADA, new SessionId("ses_01h455vb4pex5vsknk084sn02q"), Set.of(role));
    }
}
