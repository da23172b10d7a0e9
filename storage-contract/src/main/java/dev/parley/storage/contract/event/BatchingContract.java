package dev.parley.storage.contract.event;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.Batching;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A consumer says how its batches are made.
public interface BatchingContract extends EventLogContract {
    Duration LONGER_THAN_ANY_TEST = Duration.ofHours(1);

    @Test
    default void makesNoBatchLargerThanAsked() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 50);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        Heard heard = new Heard();
        events().consume(topic, "group", new Batching(7, Duration.ZERO), batch -> {
            sizes.add(batch.size());
            heard.handle(batch);
        });
        eventually(() -> assertThat(heard.numbers("key"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList()));
        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 7));
    }

    @Test
    default void waitsForOthersToFillBatch() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        events().consume(topic, "group", new Batching(1_000, Duration.ofSeconds(2)), batch -> sizes.add(batch.size()));
        append(tenant, topic, "key", 1, 20);
        eventually(() ->
                assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20));
        assertThat(sizes).hasSizeLessThan(20);
    }

    @Test
    default void handsOverFullBatchWithoutWaiting() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 10);
        Heard heard = new Heard();
        events().consume(topic, "group", new Batching(10, LONGER_THAN_ANY_TEST), heard);
        eventually(() -> assertThat(heard.numbers("key")).hasSize(10));
    }

    @Test
    default void closesWithoutWaitingForOthers() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 1);
        Heard heard = new Heard();
        events().consume(topic, "group", new Batching(10, LONGER_THAN_ANY_TEST), heard)
                .close();
        // Handed over at the end, or left for the next consumer: either way it is heard.
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L));
    }
}
