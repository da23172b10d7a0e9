package dev.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.auth.password.Argon2id;
import dev.parley.bench.load.HttpLoad;
import dev.parley.bench.load.Measurement;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.HttpSessions;
import dev.parley.client.ParleyHttp;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.secret.Secret;
import dev.parley.e2e.Http;
import dev.parley.e2e.Person;
import dev.parley.e2e.RunningPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/// Auth over HTTP on its own port, with the passwords' real cost, on a platform of its own: clients' tokens,
/// introspection, refreshes, logins beside the bare hash, and what a storm of logins does to another route.
final class AuthRates {
    private static final int CONNECTIONS = 64;
    private static final int SESSIONS = 64;
    private static final int STORM = 256;
    private static final double STORM_PER_SECOND = 200;
    private static final int ACCOUNTS = 32;
    private static final double QUIET_PER_SECOND = 100;

    private final Path data;
    private final Map<String, String> settings;
    private final Duration duration;

    AuthRates(Path folder, Map<String, String> settings, Duration duration) {
        this.data = folder.resolve("auth");
        this.settings = settings;
        this.duration = duration;
    }

    List<Row> measure() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(data, settings)) {
            Person owner = Person.joins(platform, "owner");
            List<Row> rows = new ArrayList<>(clients(platform, owner));
            rows.add(refreshes(platform, owner));
            rows.addAll(logins(platform, owner));
            return rows;
        }
    }

    private static InetSocketAddress address(RunningPlatform platform) {
        return new InetSocketAddress("127.0.0.1", platform.service("auth", "/").getPort());
    }

    private List<Row> clients(RunningPlatform platform, Person owner) throws Exception {
        JsonNode client = Http.post(
                        platform.service("auth", "/v1/oauth/clients"),
                        "{\"name\":\"bench\",\"authMethod\":\"client_secret_basic\","
                                + "\"grantTypes\":[\"client_credentials\"],\"scopes\":[\"audit.read\"]}",
                        "Authorization",
                        owner.bearer())
                .expect(201)
                .json();
        String pair = client.path("clientId").asText() + ":"
                + client.path("clientSecret").asText();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
        String form = "application/x-www-form-urlencoded";
        byte[] grant = "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII);
        String token = Http.exchange(
                        "POST",
                        platform.service("auth", "/oauth/token"),
                        grant,
                        "Authorization",
                        basic,
                        "Content-Type",
                        form)
                .expect(200)
                .json()
                .path("access_token")
                .asText();
        try (HttpLoad load = new HttpLoad(address(platform), CONNECTIONS)) {
            byte[] wanted = load.post("/oauth/token", basic, form, grant);
            byte[] asked =
                    load.post("/oauth/introspect", basic, form, ("token=" + token).getBytes(StandardCharsets.US_ASCII));
            return List.of(
                    row("tokens of clients (client credentials)", platform, load, wanted),
                    row("introspections", platform, load, asked));
        }
    }

    private Row row(String what, RunningPlatform platform, HttpLoad load, byte[] request) throws Exception {
        load.closedLoop(number -> request, 200, duration);
        ProcessorTime time = ProcessorTime.of(platform.process());
        Measurement measured = load.closedLoop(number -> request, 200, duration);
        return Row.of(what, measured, time.describe(measured.successes()));
    }

    private Row refreshes(RunningPlatform platform, Person owner) throws Exception {
        Vertx vertx = Vertx.vertx();
        InstantSource clock = InstantSource.system();
        ClientConfig config = ClientConfig.of("auth", platform.service("auth", ""));
        try (ParleyHttp http = ParleyHttp.open(vertx, config, clock, new SecureRandom(), new SimpleMeterRegistry())) {
            SessionsApi sessions = new HttpSessions(
                    http,
                    Credentials.ofService(
                            "bench", new ServiceTokens(Secret.of(platform.serviceSecret()), clock), clock));
            Tokens[] held = new Tokens[SESSIONS];
            for (int i = 0; i < SESSIONS; i++) {
                Person person = Person.signsIn(platform, owner.userName());
                held[i] = sessions.refresh(Secret.of(person.refreshToken()));
            }
            refresh(sessions, held);
            ProcessorTime time = ProcessorTime.of(platform.process());
            Measurement measured = refresh(sessions, held);
            return Row.of("refreshes, " + SESSIONS + " sessions", measured, time.describe(measured.successes()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Measurement refresh(SessionsApi sessions, Tokens[] held) throws Exception {
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Future<Histogram>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SESSIONS; i++) {
                int session = i;
                running.add(threads.submit(() -> {
                    Histogram latencies = new Histogram(3);
                    while (System.nanoTime() < end) {
                        long before = System.nanoTime();
                        held[session] = sessions.refresh(held[session].refreshToken());
                        latencies.recordValue((System.nanoTime() - before) / 1_000);
                        done.increment();
                    }
                    return latencies;
                }));
            }
        }
        Histogram all = new Histogram(3);
        for (Future<Histogram> one : running) {
            all.add(one.get());
        }
        return new Measurement(done.sum(), 0, Duration.ofNanos(System.nanoTime() - start), all);
    }

    private List<Row> logins(RunningPlatform platform, Person owner) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String userName = Person.joins(platform, "login").userName();
            bodies.add(("{\"userName\":\"" + userName + "\",\"password\":\"" + Person.PASSWORD
                            + "\",\"device\":\"bench\"}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        bareHashes();
        double bareBefore = bareHashes();
        Measurement logins;
        try (HttpLoad few = new HttpLoad(address(platform), 16)) {
            HttpLoad.RequestSource login = login(few, bodies);
            few.closedLoop(login, 201, duration);
            logins = few.closedLoop(login, 201, duration);
        }
        // Whatever else the machine does meanwhile is in both.
        double bare = (bareBefore + bareHashes()) / 2;
        String bearer = Person.signsIn(platform, owner.userName()).bearer();
        Measurement quiet = another(platform, bearer);
        CompletableFuture<Measurement> raging = CompletableFuture.supplyAsync(() -> rage(platform, bodies));
        Measurement during = another(platform, bearer);
        Measurement raged = raging.join();
        return List.of(
                Row.of("logins, 16 callers", logins, Row.limit("bare Argon2id", logins.perSecond(), bare)),
                Row.of("another route, quiet", quiet, "open loop"),
                Row.of(
                        "another route, while 200 logins/s are asked",
                        during,
                        String.format(
                                Locale.ROOT,
                                "p99 ×%.1f; %.0f logins/s meanwhile, %d refused",
                                during.millisAt(99) / quiet.millisAt(99),
                                raged.perSecond(),
                                raged.failures())));
    }

    private static HttpLoad.RequestSource login(HttpLoad load, List<byte[]> bodies) {
        List<byte[]> requests = bodies.stream()
                .map(body -> load.post("/v1/sessions", "none", body))
                .toList();
        return number -> requests.get((int) (number % requests.size()));
    }

    /// A route that asks the token and the store, at a steady rate.
    private Measurement another(RunningPlatform platform, String bearer) throws Exception {
        try (HttpLoad load = new HttpLoad(address(platform), 8)) {
            byte[] me = load.get("/v1/me", bearer);
            load.openLoop(number -> me, 200, QUIET_PER_SECOND, Duration.ofSeconds(2));
            return load.openLoop(number -> me, 200, QUIET_PER_SECOND, duration);
        }
    }

    private Measurement rage(RunningPlatform platform, List<byte[]> bodies) {
        try (HttpLoad storm = new HttpLoad(address(platform), STORM)) {
            return storm.openLoop(login(storm, bodies), 201, STORM_PER_SECOND, duration.plusSeconds(4));
        } catch (Exception e) {
            throw new IllegalStateException("the storm ended", e);
        }
    }

    /// On as many threads as auth hashes on.
    private double bareHashes() throws Exception {
        Argon2id hash = new Argon2id();
        int threads = dev.parley.auth.AuthConfig.DEFAULTS.passwords().threads();
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    while (System.nanoTime() < end) {
                        hash.hash(new byte[22], new byte[16], Argon2Cost.OWASP);
                        done.increment();
                    }
                });
            }
        }
        return done.sum() * 1e9 / (System.nanoTime() - start);
    }
}
