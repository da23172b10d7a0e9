package dev.parley.compliance;

import static dev.parley.compliance.AuditNode.MEMBER;
import static dev.parley.compliance.AuditNode.OFFICER;
import static dev.parley.compliance.AuditNode.OTHER_SERVICE;
import static dev.parley.compliance.AuditNode.OTHER_TENANT;
import static dev.parley.compliance.AuditNode.OWNER;
import static dev.parley.compliance.AuditNode.SERVICE;
import static dev.parley.compliance.AuditNode.TENANT;
import static dev.parley.compliance.AuditNode.all;
import static dev.parley.compliance.AuditNode.record;
import static dev.parley.compliance.AuditNode.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.EntryContent;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What [AuditApi] promises, whoever answers.
interface AuditContract {
    /// An empty service.
    AuditApi audit();

    @Test
    default void startsEmpty() {
        assertThat(audit().head(SERVICE)).isEqualTo(new AuditHead(0, AuditChain.ZERO_HASH));
        assertThat(audit().entries(SERVICE, 0, 10)).isEmpty();
        assertThat(audit().verify(SERVICE).whole()).isTrue();
    }

    @Test
    default void keepsRecordsInOrderAndLinksThem() {
        List<AuditRecord> records = records(3);
        audit().append(TENANT, records.subList(0, 2));
        AuditHead head = audit().append(TENANT, records.subList(2, 3));
        assertThat(head.size()).isEqualTo(3);
        assertThat(audit().head(OFFICER)).isEqualTo(head);

        List<AuditEntry> entries = audit().entries(OWNER, 0, 10);
        assertThat(entries).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L);
        String previous = AuditChain.ZERO_HASH;
        for (int i = 0; i < 3; i++) {
            EntryContent content =
                    EntryContent.parse(entries.get(i).canonical()).orElseThrow();
            assertThat(content.id()).isEqualTo(records.get(i).id());
            assertThat(content.details()).isEqualTo(records.get(i).details());
            assertThat(content.previousHash()).isEqualTo(previous);
            previous = entries.get(i).hash();
        }
        assertThat(head.hash()).isEqualTo(previous);
        assertThat(audit().verify(OFFICER).whole()).isTrue();
    }

    @Test
    default void readsInPages() {
        audit().append(TENANT, records(25));
        assertThat(audit().entries(SERVICE, 0, 10))
                .extracting(AuditEntry::seq)
                .startsWith(1L)
                .endsWith(10L)
                .hasSize(10);
        assertThat(audit().entries(SERVICE, 20, 10))
                .extracting(AuditEntry::seq)
                .containsExactly(21L, 22L, 23L, 24L, 25L);
        assertThat(audit().entries(SERVICE, 25, 10)).isEmpty();
        assertThat(audit().entries(SERVICE, 0, 1000)).hasSize(25);
    }

    @Test
    default void addsRecordThatComesAgainOnlyOnce() {
        List<AuditRecord> records = records(6);
        AuditHead first = audit().append(TENANT, records.subList(0, 4));
        assertThat(audit().append(TENANT, records.subList(0, 4))).isEqualTo(first);
        AuditHead second = audit().append(TENANT, records.subList(2, 6));
        assertThat(second.size()).isEqualTo(6);

        AuditRecord twice = record();
        assertThat(audit().append(TENANT, List.of(twice, twice)).size()).isEqualTo(7);
        assertThat(audit().append(OTHER_TENANT, List.of(twice)).size()).isEqualTo(1);
        assertThat(all(audit(), SERVICE))
                .extracting(entry ->
                        EntryContent.parse(entry.canonical()).orElseThrow().id())
                .containsExactlyElementsOf(IntStream.range(0, 7)
                        .mapToObj(i -> i < 6 ? records.get(i).id() : twice.id())
                        .toList());
        assertThat(audit().verify(SERVICE).whole()).isTrue();
    }

    @Test
    default void keepsNothingPersonalInTheClear() {
        AuditRecord record = record(Map.of("address", "203.0.113.77", "device", "Ada's telephone"));
        audit().append(TENANT, List.of(record));
        AuditEntry entry = audit().entries(OFFICER, 0, 1).getFirst();
        EntryContent content = EntryContent.parse(entry.canonical()).orElseThrow();
        assertThat(content.personal()).isNotNull();
        assertThat(content.subject()).isEqualTo(record.subject());
        assertThat(entry.canonical())
                .doesNotContain("203.0.113.77")
                .doesNotContain("telephone")
                .doesNotContain("address");
    }

    @Test
    default void keepsTextsOfEveryScriptAndEveryControlCharacter() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 0xA0; c++) {
            controls.append(c);
        }
        AuditRecord plain = record();
        Map<String, String> details =
                Map.of("controls", controls.toString(), "scripts", "ñ Ω 漢字 🜚 \u2028\u2029 \uFFFE", "empty", "");
        AuditRecord record = new AuditRecord(
                plain.id(),
                plain.occurredAt(),
                "auth",
                "anonymous",
                "session.log-in",
                "sessions",
                AuditOutcome.REFUSED,
                null,
                details,
                null,
                Map.of());
        audit().append(TENANT, List.of(record));
        EntryContent content = EntryContent.parse(
                        audit().entries(SERVICE, 0, 1).getFirst().canonical())
                .orElseThrow();
        assertThat(content.details()).isEqualTo(details);
        assertThat(content.requestId()).isNull();
        assertThat(content.subject()).isNull();
        assertThat(audit().verify(SERVICE).whole()).isTrue();
    }

    @Test
    default void keepsLogsOfTenantsApart() {
        audit().append(TENANT, records(3));
        audit().append(OTHER_TENANT, records(1));
        assertThat(audit().head(SERVICE).size()).isEqualTo(3);
        assertThat(audit().head(OTHER_SERVICE).size()).isEqualTo(1);
        assertThat(all(audit(), OTHER_SERVICE)).hasSize(1);
        assertThat(audit().verify(OTHER_SERVICE).checkedEntries()).isEqualTo(1);
    }

    @Test
    default void isReadOnlyByOfficersOwnersAndServices() {
        audit().append(TENANT, records(1));
        for (Caller allowed : List.of(OFFICER, OWNER, SERVICE)) {
            assertThat(audit().entries(allowed, 0, 10)).hasSize(1);
            assertThat(audit().head(allowed).size()).isEqualTo(1);
            assertThat(audit().verify(allowed).whole()).isTrue();
        }
        refuses("forbidden", () -> audit().entries(MEMBER, 0, 10));
        refuses("forbidden", () -> audit().head(MEMBER));
        refuses("forbidden", () -> audit().verify(MEMBER));
    }

    @Test
    default void refusesWhatDoesNotFollowTheContractAndAddsNothing() {
        AuditRecord good = record();
        List<AuditRecord> tooMany = new ArrayList<>(records(AuditApi.MAX_BATCH + 1));
        refusesBatch(List.of());
        refusesBatch(tooMany);
        refusesBatch(List.of(good, changed("Gateway", "http.request", "x", Map.of())));
        refusesBatch(List.of(good, changed("gateway", "http request", "x", Map.of())));
        refusesBatch(List.of(good, changed("gateway", "http.request", "x".repeat(257), Map.of())));
        refusesBatch(List.of(good, changed("gateway", "http.request", "x", Map.of("k", "x".repeat(257)))));
        refusesBatch(List.of(good, changed("gateway", "http.request", "x", Map.of("a b", "x"))));
        Map<String, String> seventeen = new java.util.HashMap<>();
        for (int i = 0; i < 17; i++) {
            seventeen.put("member" + i, "x");
        }
        refusesBatch(List.of(good, changed("gateway", "http.request", "x", seventeen)));
        refuses("validation-failed", () -> audit().entries(SERVICE, 0, 0));
        refuses("validation-failed", () -> audit().entries(SERVICE, 0, 1001));
        refuses("validation-failed", () -> audit().entries(SERVICE, -1, 10));
        assertThat(audit().head(SERVICE).size()).isZero();
        assertThat(audit().append(TENANT, records(AuditApi.MAX_BATCH)).size()).isEqualTo(AuditApi.MAX_BATCH);
    }

    @Test
    default void givesEveryRecordOnePlaceWhenManyWriteAtOnce() throws Exception {
        List<Callable<AuditHead>> writers = IntStream.range(0, 40)
                .mapToObj(i -> {
                    List<AuditRecord> batch = records(1 + i % 7);
                    TenantId tenant = TENANT;
                    return (Callable<AuditHead>) () -> {
                        audit().append(tenant, batch);
                        // A retry of what was done.
                        return audit().append(tenant, batch);
                    };
                })
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<AuditHead> head : threads.invokeAll(writers)) {
                head.get();
            }
        }
        int expected = IntStream.range(0, 40).map(i -> 1 + i % 7).sum();
        List<AuditEntry> entries = all(audit(), SERVICE);
        assertThat(entries).hasSize(expected);
        assertThat(entries)
                .extracting(entry ->
                        EntryContent.parse(entry.canonical()).orElseThrow().id())
                .doesNotHaveDuplicates();
        assertThat(AuditChain.verify(entries.iterator(), audit().head(SERVICE)).whole())
                .isTrue();
        assertThat(audit().verify(SERVICE).checkedEntries()).isEqualTo(expected);
    }

    private static AuditRecord changed(String service, String action, String resource, Map<String, String> details) {
        AuditRecord good = record();
        return new AuditRecord(
                good.id(),
                good.occurredAt(),
                service,
                good.actor(),
                action,
                resource,
                good.outcome(),
                good.requestId(),
                details,
                good.subject(),
                good.personal());
    }

    private void refusesBatch(List<AuditRecord> records) {
        refuses("validation-failed", () -> audit().append(TENANT, records));
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.type().code()).isEqualTo(code));
    }
}
