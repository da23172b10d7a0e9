package dev.parley.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.bench.load.HttpLoad;
import dev.parley.bench.load.LiveAudience;
import dev.parley.bench.load.Measurement;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import dev.parley.e2e.Http;
import dev.parley.e2e.Person;
import dev.parley.e2e.RunningPlatform;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// Loads a platform and prints the table. Everything runs on this machine: the platform in one process, the limits
/// in others, the load generator here; so the figures are those of the machine shared by both sides.
///
/// Arguments: names of measurements (`start`, `send`, `live`, `history`, `audit`, `encrypt`, `tokens`,
/// `auth`), all when there are none; `--seconds N` for each load, 10 when absent.
public final class Bench implements AutoCloseable {
    private static final int CONNECTIONS = 128;
    private static final int CONVERSATIONS = 16;
    private static final int AUDIENCE = 1_000;
    private static final int IN_FLIGHT = 20;
    private static final String TEXT = "The meeting is moved to three o'clock, in the small room on the second floor.";
    /// A send runs through every service; until all of that is compiled, the compilers take a quarter of the
    /// machine.
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final List<String> ALL =
            List.of("start", "send", "live", "history", "audit", "encrypt", "tokens", "auth");

    /// Cheap password hashes and no rate limits: neither is measured here, and both would be.
    private static final Map<String, String> SETTINGS = Map.of(
            "PARLEY_AUTH_PASSWORDS_COST_MEMORY_KIB", "1024",
            "PARLEY_AUTH_PASSWORDS_COST_ITERATIONS", "1",
            "PARLEY_GATEWAY_PER_ADDRESS_BURST", "10000000",
            "PARLEY_GATEWAY_PER_ADDRESS_PER_SECOND", "1000000",
            "PARLEY_GATEWAY_PER_CALLER_BURST", "10000000",
            "PARLEY_GATEWAY_PER_CALLER_PER_SECOND", "1000000");

    private final Duration duration;
    private final Path folder;
    private final RunningPlatform platform;

    private Bench(Duration duration) throws Exception {
        this.duration = duration;
        this.folder = Files.createTempDirectory("parley-bench-");
        this.platform = RunningPlatform.start(folder.resolve("data"), SETTINGS);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        Duration duration = Duration.ofSeconds(10);
        int seconds = names.indexOf("--seconds");
        if (seconds >= 0) {
            duration = Duration.ofSeconds(Long.parseLong(names.get(seconds + 1)));
            names.subList(seconds, seconds + 2).clear();
        }
        if (!ALL.containsAll(names)) {
            System.err.println("measurements are " + String.join(", ", ALL));
            System.exit(2);
        }
        try (Bench bench = new Bench(duration)) {
            for (String name : names.isEmpty() ? ALL : names) {
                bench.measure(name).forEach(System.out::println);
            }
        }
        System.exit(0);
    }

    private List<Row> measure(String name) throws Exception {
        return switch (name) {
            case "start" -> new Start(folder, SETTINGS).measure();
            case "send" -> send();
            case "live" -> live();
            case "history" -> history();
            case "audit" -> audit();
            case "encrypt" -> encrypt();
            case "tokens" -> new TokenRates(duration).measure();
            case "auth" -> new AuthRates(folder, withRealPasswords(), duration).measure();
            default -> throw new AssertionError(name);
        };
    }

    private static Map<String, String> withRealPasswords() {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.keySet().removeIf(name -> name.startsWith("PARLEY_AUTH_PASSWORDS"));
        return settings;
    }

    private List<Row> send() throws Exception {
        double sqlite = BareSqlite.pairsPerSecond(folder, duration);
        Person sender = Person.joins(platform, "sender");
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.add(sender.startsConversation("bench " + i));
        }
        try (HttpLoad load = new HttpLoad(address("gateway"), CONNECTIONS)) {
            // Ids must be new over all runs, so they count on while each run counts from 0.
            AtomicLong ids = new AtomicLong();
            HttpLoad.RequestSource source = number -> load.post(
                    "/v1/conversations/" + conversations.get((int) (number % CONVERSATIONS)) + "/messages",
                    sender.bearer(),
                    message("s-" + ids.incrementAndGet()));
            load.closedLoop(source, 201, WARM_UP);
            ProcessorTime time = ProcessorTime.of(platform.process());
            Measurement full = load.closedLoop(source, 201, duration);
            String cost = time.describe(full.successes());
            Measurement half = load.openLoop(source, 201, full.perSecond() / 2, duration);
            return List.of(
                    Row.of(
                            "send, durable, as fast as it goes",
                            full,
                            Row.limit("bare SQLite pairs", full.perSecond(), sqlite) + "; " + cost),
                    Row.of("send, durable, at half that rate", half, "open loop"));
        }
    }

    private List<Row> live() throws Exception {
        List<Person> people = audience();
        Person sender = people.getFirst();
        String conversation = sender.startsConversation(
                "everyone", people.subList(1, people.size()).toArray(Person[]::new));
        try (LiveAudience audience = new LiveAudience(
                List.of(platform.socket(0), platform.socket(1)),
                people.stream().map(Person::accessToken).toList())) {
            deliver(audience, sender, conversation, IN_FLIGHT);
            ProcessorTime time = ProcessorTime.of(platform.process());
            Measurement many = deliver(audience, sender, conversation, IN_FLIGHT);
            String cost = time.describe(many.successes());
            Measurement one = deliver(audience, sender, conversation, 1);
            String what = "live delivery to " + people.size() + " members, ";
            String latency = "latency: from the send until all have it";
            return List.of(
                    Row.of(what + IN_FLIGHT + " under way", many, cost + "; " + latency),
                    Row.of(what + "one under way", one, latency));
        }
    }

    /// Sends for as long as a load lasts; a message is sent when fewer than `inFlight` are on their way to
    /// somebody.
    private Measurement deliver(LiveAudience audience, Person sender, String conversation, int inFlight)
            throws InterruptedException {
        long people = audience.size();
        long before = audience.received();
        Histogram latencies = new Histogram(3);
        Deque<Long> sentAt = new ArrayDeque<>();
        long delivered = 0;
        long start = System.nanoTime();
        long last = start;
        while (System.nanoTime() - start < duration.toNanos() || !sentAt.isEmpty()) {
            if (System.nanoTime() - start < duration.toNanos()) {
                sentAt.add(System.nanoTime());
                sender.says(conversation, TEXT);
            }
            if (sentAt.size() >= inFlight || System.nanoTime() - start >= duration.toNanos()) {
                delivered++;
                last = audience.awaitReceived(before + delivered * people, Duration.ofSeconds(60));
                latencies.recordValue(Math.max(0, last - sentAt.remove()) / 1_000);
            }
        }
        return new Measurement(delivered * people, 0, Duration.ofNanos(last - start), latencies);
    }

    private List<Person> audience() throws Exception {
        List<Person> people = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(8)) {
            List<Future<Person>> joining = new ArrayList<>();
            for (int i = 0; i < AUDIENCE; i++) {
                joining.add(executor.submit(() -> Person.joins(platform, "member")));
            }
            for (Future<Person> person : joining) {
                people.add(person.get());
            }
        }
        return people;
    }

    private List<Row> history() throws Exception {
        Person reader = Person.joins(platform, "reader");
        String conversation = reader.startsConversation("long");
        try (HttpLoad load = new HttpLoad(address("gateway"), CONNECTIONS)) {
            String path = "/v1/conversations/" + conversation + "/messages";
            load.closedLoop(
                    number -> load.post(path, reader.bearer(), message("h-" + number)), 201, Duration.ofSeconds(2));
            byte[] page = load.get(path + "?limit=50&afterSeq=100", reader.bearer());
            load.closedLoop(number -> page, 200, duration);
            ProcessorTime time = ProcessorTime.of(platform.process());
            Measurement pages = load.closedLoop(number -> page, 200, duration);
            String cost = time.describe(pages.successes());
            return List.of(Row.of(
                    "history page of 50 messages",
                    pages,
                    Row.limit("raw Netty echo", pages.perSecond(), nettyEcho(new byte[0])) + "; " + cost));
        }
    }

    private List<Row> audit() throws Exception {
        int batch = 100;
        String token = "Bearer " + serviceToken("compliance");
        try (HttpLoad load = new HttpLoad(address("compliance"), 8)) {
            AuditBatches batches = new AuditBatches(batch);
            HttpLoad.RequestSource source = number -> load.post("/v1/audit/records", token, batches.next());
            load.closedLoop(source, 201, duration);
            ProcessorTime time = ProcessorTime.of(platform.process());
            Measurement batched = load.closedLoop(source, 201, duration);
            Measurement records = new Measurement(
                    batched.successes() * batch, batched.failures(), batched.elapsed(), batched.latenciesMicros());
            return List.of(Row.of(
                    "audit records, in batches of " + batch,
                    records,
                    time.describe(records.successes()) + "; latency is the batch's"));
        }
    }

    private List<Row> encrypt() throws Exception {
        String token = "Bearer " + serviceToken("crypto");
        URI key = platform.service("crypto", "/v1/keys/bench");
        Http.exchange("PUT", key, null, "Authorization", token).expect(200);
        byte[] plaintext = new byte[1024];
        new Random(7).nextBytes(plaintext);
        ObjectNode body = Json.mapper()
                .createObjectNode()
                .put("plaintext", Base64.getEncoder().encodeToString(plaintext));
        byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
        Measurement encrypted = repeated(address("crypto"), "/v1/keys/bench/encrypt", token, json);
        try (ChildServer kit = ChildServer.start(EchoOnKit.class)) {
            Measurement echoed = repeated(kit.address(), "/v1/echo", token, json);
            double aes = BareAesGcm.kibibytesPerSecond(duration);
            return List.of(
                    Row.of(
                            "encrypt 1 KiB over HTTP",
                            encrypted,
                            Row.limit("echo route of the same kit", encrypted.perSecond(), echoed.perSecond())
                                    + "; "
                                    + Row.limit("bare AES-GCM", encrypted.perSecond(), aes)),
                    Row.of(
                            "echo of the same body on the same kit",
                            echoed,
                            Row.limit("raw Netty echo", echoed.perSecond(), nettyEcho(json))));
        }
    }

    /// The same request again and again, once to warm up.
    private Measurement repeated(InetSocketAddress server, String path, String token, byte[] json) throws Exception {
        try (HttpLoad load = new HttpLoad(server, CONNECTIONS)) {
            byte[] request = load.post(path, token, json);
            load.closedLoop(number -> request, 200, duration);
            return load.closedLoop(number -> request, 200, duration);
        }
    }

    private double nettyEcho(byte[] body) throws Exception {
        try (ChildServer server = ChildServer.start(dev.parley.bench.load.EchoServer.class);
                HttpLoad load = new HttpLoad(server.address(), CONNECTIONS)) {
            byte[] request = load.post("/", "none", body);
            load.closedLoop(number -> request, 200, duration);
            return load.closedLoop(number -> request, 200, duration).perSecond();
        }
    }

    private String serviceToken(String audience) {
        return new ServiceTokens(Secret.of(platform.serviceSecret()), InstantSource.system())
                .mint("bench", audience, TenantId.DEFAULT);
    }

    private InetSocketAddress address(String service) {
        return new InetSocketAddress("127.0.0.1", platform.service(service, "/").getPort());
    }

    private static byte[] message(String clientMessageId) {
        String json = "{\"clientMessageId\":\"" + clientMessageId + "\",\"text\":\"" + TEXT + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        platform.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
