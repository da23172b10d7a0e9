package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientConfig.Breaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final Duration TOOK = Duration.ofMillis(3);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private volatile List<String> addresses = List.of("10.0.0.1", "10.0.0.2");
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void spreadsCallsOverAllAddressesOfAName() {
        Replicas replicas = named();
        assertThat(takeAndReturn(replicas, 8))
                .containsOnly("10.0.0.1", "10.0.0.2")
                .hasSize(8);
        assertThat(takeAndReturn(replicas, 8).stream().filter("10.0.0.1"::equals))
                .hasSize(4);
    }

    @Test
    void followsANameThatMoves() {
        Replicas replicas = named();
        assertThat(new TreeSet<>(takeAndReturn(replicas, 4))).containsExactly("10.0.0.1", "10.0.0.2");
        addresses = List.of("10.0.0.2", "10.0.0.3");
        assertThat(new TreeSet<>(takeAndReturn(replicas, 4))).containsExactly("10.0.0.1", "10.0.0.2");
        now = now.plus(Replicas.LOOKUP_PERIOD);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(new TreeSet<>(takeAndReturn(replicas, 4))).containsExactly("10.0.0.2", "10.0.0.3"));
        assertThat(metrics.get("parley.client.breaker.state").gauges())
                .extracting(gauge -> gauge.getId().getTag("replica"))
                .containsExactlyInAnyOrder("books.internal:3004/10.0.0.2", "books.internal:3004/10.0.0.3");
    }

    @Test
    void remembersWhatItKnowsOfAPlaceThatStays() {
        Breaker patient = new Breaker(50, 20, 10, Duration.ofMinutes(1), 3);
        Replicas replicas = named(patient);
        for (int i = 0; i < 40; i++) {
            Replica replica = Objects.requireNonNull(replicas.next());
            if (address(replica).equals("10.0.0.2")) {
                replica.failed(TOOK, new IOException("reset"));
            } else {
                replica.succeeded(TOOK);
            }
        }
        assertThat(new TreeSet<>(takeAndReturn(replicas, 6))).containsExactly("10.0.0.1");
        addresses = List.of("10.0.0.2", "10.0.0.1", "10.0.0.3");
        now = now.plus(Replicas.LOOKUP_PERIOD);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(new TreeSet<>(takeAndReturn(replicas, 6))).containsExactly("10.0.0.1", "10.0.0.3"));
    }

    @Test
    void keepsItsPlacesWhileTheNameCannotBeResolved() {
        Replicas replicas = named();
        takeAndReturn(replicas, 1);
        addresses = List.of();
        now = now.plus(Replicas.LOOKUP_PERIOD);
        takeAndReturn(replicas, 1);
        now = now.plus(Replicas.LOOKUP_PERIOD);
        assertThat(new TreeSet<>(takeAndReturn(replicas, 4))).containsExactly("10.0.0.1", "10.0.0.2");
    }

    @Test
    void hasAPlaceForEachOfManyFirstCalls() throws Exception {
        for (int round = 0; round < 50; round++) {
            Replicas replicas = named();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var call : executor.invokeAll(
                        Collections.nCopies(16, (Callable<Boolean>) () -> replicas.next() != null))) {
                    assertThat(call.get()).isTrue();
                }
            }
        }
    }

    @Test
    void hasNoPlaceForANameThatNeverWas() {
        addresses = List.of();
        assertThat(named().next()).isNull();
    }

    @Test
    void leavesAPlaceAloneInWhichCallsHang() {
        Replicas replicas = named();
        List<Replica> hanging = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Replica replica = Objects.requireNonNull(replicas.next());
            if (address(replica).equals("10.0.0.2")) {
                hanging.add(replica);
            } else {
                answered.add(address(replica));
                replica.succeeded(TOOK);
            }
        }
        assertThat(hanging).hasSize(1);
        assertThat(answered).hasSize(99);
    }

    @Test
    void repeatsACallElsewhereThoughThePlaceThatIsGoneHasTheFewestUnderWay() {
        Replicas replicas = named();
        Replica busy = Objects.requireNonNull(replicas.next());
        Replica gone = Objects.requireNonNull(replicas.next());
        gone.failed(TOOK, new IOException("refused"));
        assertThat(replicas.next(Set.of(gone))).isSameAs(busy);
        assertThat(replicas.next(Set.of(gone, busy))).as("both were tried").isSameAs(gone);
    }

    private Replicas named() {
        return named(Breaker.DEFAULT);
    }

    private Replicas named(Breaker breaker) {
        HostResolver resolver = host -> {
            assertThat(host).isEqualTo("books.internal");
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            List<InetAddress> found = new ArrayList<>();
            for (String address : addresses) {
                found.add(InetAddress.getByName(address));
            }
            return found;
        };
        ClientConfig config = ClientConfig.of("books", URI.create("http://books.internal:3004"))
                .withBreaker(breaker);
        return new Replicas(config, resolver, () -> now, metrics);
    }

    private static List<String> takeAndReturn(Replicas replicas, int times) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Replica replica = Objects.requireNonNull(replicas.next());
            taken.add(address(replica));
            replica.succeeded(TOOK);
        }
        return taken;
    }

    private static String address(Replica replica) {
        return replica.address().hostAddress();
    }
}
