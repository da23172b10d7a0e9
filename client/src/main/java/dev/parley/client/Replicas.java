package dev.parley.client;

import dev.parley.client.Replica.Place;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All places where a service answers: every address of every host in its base URLs, looked up again every
/// [#LOOKUP_PERIOD], so that names may move.
///
/// A call goes to the place with the fewest calls under way, in turn among equals, and to none whose circuit is
/// open. So a place that hangs is left alone as soon as a few calls hang in it, long before they fail.
public final class Replicas implements AutoCloseable {
    /// How long a name's addresses are believed.
    public static final Duration LOOKUP_PERIOD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final ClientConfig config;
    private final HostResolver resolver;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final AtomicInteger turn = new AtomicInteger();
    /// Held by the one who looks names up.
    private final ReentrantLock lookup = new ReentrantLock();

    private volatile Map<Place, Replica> places = Map.of();
    private volatile List<Replica> replicas = List.of();
    private volatile Instant lookedUpAt = Instant.EPOCH;

    public Replicas(ClientConfig config, HostResolver resolver, InstantSource clock, MeterRegistry metrics) {
        this.config = config;
        this.resolver = resolver;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// The service that answers there.
    public String target() {
        return config.target();
    }

    /// How many places are known.
    public int size() {
        return current().size();
    }

    /// The place for the next call, or null when no circuit lets one through. Whoever takes it says how the call
    /// ended: [Replica#succeeded], [Replica#failed] or [Replica#undecided].
    public @Nullable Replica next() {
        return next(Set.of());
    }

    /// The same for a repetition.
    ///
    /// @param tried where the call was sent already, which come last: a place that is gone refuses at once, so it
    ///     has the fewest calls under way and would be taken again
    public @Nullable Replica next(Set<Replica> tried) {
        List<Replica> all = current();
        int first = all.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), all.size());
        List<Replica> inOrder = new ArrayList<>(all.subList(first, all.size()));
        inOrder.addAll(all.subList(0, first));
        // Stable: among equals the turn decides.
        inOrder.sort(Comparator.<Replica, Boolean>comparing(tried::contains).thenComparing(Replica::underWay));
        for (Replica replica : inOrder) {
            if (replica.permits()) {
                return replica;
            }
        }
        return null;
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
    }

    private List<Replica> current() {
        boolean stale = !clock.instant().isBefore(lookedUpAt.plus(LOOKUP_PERIOD));
        if (stale && replicas.isEmpty()) {
            lookup.lock();
            try {
                if (replicas.isEmpty()) {
                    lookUp();
                }
            } finally {
                lookup.unlock();
            }
        } else if (stale && lookup.tryLock()) {
            // Whoever calls meanwhile goes where the last look-up pointed.
            try {
                lookedUpAt = clock.instant();
            } finally {
                lookup.unlock();
            }
            Thread.ofVirtual().name("look-up-" + config.target()).start(this::lookUpAgain);
        }
        return replicas;
    }

    private void lookUpAgain() {
        lookup.lock();
        try {
            lookUp();
        } finally {
            lookup.unlock();
        }
    }

    private void lookUp() {
        Set<Place> found = new LinkedHashSet<>();
        for (URI url : config.baseUrls()) {
            found.addAll(lookUp(url));
        }
        if (!found.equals(places.keySet())) {
            replace(found);
        }
        // Last: whoever finds it fresh must find the places.
        lookedUpAt = clock.instant();
    }

    private void replace(Set<Place> found) {
        Map<Place, Replica> before = places;
        Map<Place, Replica> after = new LinkedHashMap<>();
        for (Place place : found) {
            Replica known = before.get(place);
            after.put(place, known != null ? known : replica(place));
        }
        places = after;
        replicas = List.copyOf(after.values());
        before.forEach((place, replica) -> {
            if (!after.containsKey(place)) {
                replica.close();
            }
        });
    }

    private Replica replica(Place place) {
        return new Replica(config.target(), place, config.breaker(), clock, metrics);
    }

    /// The places of a URL; those known before when its name cannot be resolved now.
    private List<Place> lookUp(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : ("https".equals(url.getScheme()) ? 443 : 80);
        try {
            List<Place> found = new ArrayList<>();
            for (InetAddress address : resolver.resolve(url.getHost())) {
                found.add(new Place(url, new InetSocketAddress(address, port)));
            }
            return found;
        } catch (UnknownHostException e) {
            List<Place> known = places.keySet().stream()
                    .filter(place -> place.baseUrl().equals(url))
                    .toList();
            if (known.isEmpty()) {
                LOG.warn("{}: the host of {} has no address", config.target(), url);
            }
            return known;
        }
    }
}
