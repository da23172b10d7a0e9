package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Registration;
import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.api.auth.RegistrationChallenge.Proof;
import dev.parley.auth.attempt.AbuseConfig;
import dev.parley.auth.attempt.Backoff;
import dev.parley.auth.attempt.ClientAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Registrations in bulk, leaked passwords tried on many accounts, programs that are not who they say.
class AbuseTest {
    private static final Backoff FEW =
            new Backoff(3, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
    private static final AbuseConfig.Signals SIGNALS = new AbuseConfig.Signals(3, 5, Duration.ofMinutes(10));
    private static final int BITS = 8;

    @TempDir
    Path folder;

    private @Nullable Fixture opened;

    private Fixture fixture(int proofOfWork) {
        Fixture fixture = new Fixture(folder, Fixture.CONFIG.with(new AbuseConfig(FEW, FEW, SIGNALS, proofOfWork)));
        opened = fixture;
        return fixture;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static Registration registration(String userName, @Nullable Proof proof) {
        return new Registration(userName, Fixture.password(), "Display", proof);
    }

    private static int zeroBits(String challenge, String nonce) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((challenge + ":" + nonce).getBytes(StandardCharsets.UTF_8));
            return Long.numberOfLeadingZeros(ByteBuffer.wrap(hash).getLong());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Proof solved(RegistrationChallenge challenge) {
        long nonce = 0;
        while (zeroBits(challenge.challenge(), Long.toString(nonce)) < challenge.bits()) {
            nonce++;
        }
        return new Proof(challenge.challenge(), Long.toString(nonce));
    }

    private static Proof unsolved(RegistrationChallenge challenge) {
        long nonce = 0;
        while (zeroBits(challenge.challenge(), Long.toString(nonce)) >= challenge.bits()) {
            nonce++;
        }
        return new Proof(challenge.challenge(), Long.toString(nonce));
    }

    // --- registrations from one address

    @Test
    void whoRegistersManyWaitsAndOthersDoNot() {
        Fixture fixture = fixture(0);
        for (int i = 0; i < 3; i++) {
            fixture.auth.accounts().register(registration("ada" + i, null), Fixture.HOME);
        }
        fixture.hash.calls();

        assertRefused(
                "too-many-attempts",
                429,
                () -> fixture.auth.accounts().register(registration("ada3", null), Fixture.HOME));
        assertThat(fixture.hash.calls()).as("nothing costly is done").isEmpty();
        assertThat(fixture.audit.last().action()).isEqualTo("excess.rate-limit.exceeded");
        fixture.auth.accounts().register(registration("bob", null), Fixture.AWAY);

        fixture.clock.advance(Duration.ofSeconds(10));
        fixture.auth.accounts().register(registration("ada3", null), Fixture.HOME);
    }

    @Test
    void oneSubscriberIsOneAddressInIpv6() {
        Fixture fixture = fixture(0);
        for (int i = 0; i < 3; i++) {
            fixture.auth
                    .accounts()
                    .register(registration("ada" + i, null), ClientAddress.of("2001:db8:1:2::" + (i + 1)));
        }

        assertRefused(
                "too-many-attempts",
                429,
                () -> fixture.auth
                        .accounts()
                        .register(registration("ada3", null), ClientAddress.of("2001:db8:1:2:ffff::1")));
        fixture.auth.accounts().register(registration("ada3", null), ClientAddress.of("2001:db8:1:3::1"));
    }

    // --- proof of work

    @Test
    void aRegistrationNeedsItsWork() {
        Fixture fixture = fixture(BITS);
        fixture.hash.calls();
        RegistrationChallenge challenge = fixture.auth.accounts().registrationChallenge();
        assertThat(challenge.bits()).isEqualTo(BITS);

        assertRefused(
                "proof-of-work-required",
                403,
                () -> fixture.auth.accounts().register(registration("ada", null), Fixture.HOME));
        assertRefused(
                "proof-of-work-required",
                403,
                () -> fixture.auth.accounts().register(registration("ada", unsolved(challenge)), Fixture.HOME));
        assertThat(fixture.hash.calls()).as("nothing costly is done").isEmpty();

        fixture.auth.accounts().register(registration("ada", solved(challenge)), Fixture.HOME);
    }

    @Test
    void aChallengeIsGoodOnceAndForAWhile() {
        Fixture fixture = fixture(BITS);
        Proof used = solved(fixture.auth.accounts().registrationChallenge());
        fixture.auth.accounts().register(registration("ada", used), Fixture.HOME);
        assertRefused(
                "proof-of-work-required",
                403,
                () -> fixture.auth.accounts().register(registration("bob", used), Fixture.HOME));

        Proof late = solved(fixture.auth.accounts().registrationChallenge());
        fixture.clock.advance(Duration.ofMinutes(10));
        assertRefused(
                "proof-of-work-required",
                403,
                () -> fixture.auth.accounts().register(registration("bob", late), Fixture.HOME));
    }

    /// Work that is worth something twice, or that the client sets itself, is none.
    @Test
    void nobodyMakesChallengesThemselves() {
        Fixture fixture = fixture(BITS);
        String good = fixture.auth.accounts().registrationChallenge().challenge();
        for (String forged : List.of(
                "A".repeat(good.length()),
                (good.charAt(0) == 'A' ? "B" : "A") + good.substring(1),
                // The bits and the time that it says are signed as well.
                good.substring(0, 24) + (good.charAt(24) == 'A' ? "B" : "A") + good.substring(25),
                good + "A",
                good + "=",
                "not base64!",
                "")) {
            Proof proof = solved(new RegistrationChallenge(forged, BITS, Fixture.START));
            assertRefused(
                    "proof-of-work-required",
                    403,
                    () -> fixture.auth.accounts().register(registration("ada", proof), Fixture.HOME));
        }
        // Given out when less was asked for.
        Auth easier = fixture.open(Fixture.CONFIG.with(new AbuseConfig(FEW, FEW, SIGNALS, 1)));
        Proof easy = solved(new RegistrationChallenge(
                easier.accounts().registrationChallenge().challenge(), BITS, Fixture.START));
        assertRefused(
                "proof-of-work-required",
                403,
                () -> fixture.auth.accounts().register(registration("ada", easy), Fixture.HOME));
        easier.close();
    }

    @Test
    void oneChallengeAtOnceLetsOneIn() throws Exception {
        Fixture fixture = fixture(BITS);
        Proof proof = solved(fixture.auth.accounts().registrationChallenge());
        int in = 0;
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tries = java.util.stream.IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            fixture.auth.accounts().register(registration("ada" + i, proof), Fixture.HOME);
                            return true;
                        } catch (dev.parley.core.problem.ProblemException e) {
                            return false;
                        }
                    })
                    .toList();
            for (Future<Boolean> one : many.invokeAll(tries)) {
                in += one.get() ? 1 : 0;
            }
        }
        assertThat(in).isEqualTo(1);
    }

    @Test
    void workIsDoneOverHttpToo() {
        Fixture fixture = fixture(BITS);
        try (AuthServer server = new AuthServer(fixture)) {
            assertRefused("proof-of-work-required", 403, () -> server.accounts().register(registration("ada", null)));
            Proof proof = solved(server.accounts().registrationChallenge());
            assertThat(server.accounts().register(registration("ada", proof)).userName())
                    .isEqualTo("ada");
        }
    }

    // --- leaked passwords

    @Test
    void tellsOnceOfManyAccountsThatFailFromOneAddress() {
        Fixture fixture = fixture(0);
        for (String name : List.of("ada", "ada", "ada", "bob")) {
            fail(fixture, name, Fixture.HOME);
        }
        assertThat(fixture.audit.actions()).doesNotContain("malicious.credential-stuffing");
        assertThat(fixture.auth.stuffingNetworks()).isZero();

        fail(fixture, "eve", Fixture.HOME);

        assertThat(signals(fixture)).containsExactlyInAnyOrder("many-accounts", "many-failures");
        assertThat(fixture.auth.stuffingNetworks()).isEqualTo(1);
        assertThat(fixture.auth.failedSignIns()).isEqualTo(5);
        for (String name : List.of("fay", "gus", "hal")) {
            fail(fixture, name, Fixture.HOME);
        }
        assertThat(signals(fixture)).as("once in a window").hasSize(2);

        fixture.clock.advance(Duration.ofMinutes(10));
        assertThat(fixture.auth.stuffingNetworks()).isZero();
        assertThat(fixture.auth.failedSignIns()).isZero();
        for (String name : List.of("ada", "bob", "eve")) {
            fail(fixture, name, Fixture.HOME);
        }
        assertThat(signals(fixture)).hasSize(3);
    }

    @Test
    void tellsOfManyFailuresFromEverywhere() {
        Fixture fixture = fixture(0);
        for (int i = 0; i < 5; i++) {
            fail(fixture, "user" + i, ClientAddress.of("203.0.113." + i));
        }
        assertThat(signals(fixture)).containsExactly("many-failures");
    }

    private static List<String> signals(Fixture fixture) {
        return fixture.audit.all().stream()
                .filter(record -> record.action().equals("malicious.credential-stuffing"))
                .map(record -> String.valueOf(record.details().get("signal")))
                .toList();
    }

    private static void fail(Fixture fixture, String userName, ClientAddress from) {
        assertRefused(
                "invalid-credentials",
                401,
                () -> fixture.auth.sessions().logIn(Fixture.login(userName, "not the password"), from));
    }

    // --- programs

    @Test
    void whoIsNoClientIsHeardLessAndLess() throws Exception {
        Fixture fixture = fixture(0);
        try (AuthServer server = new AuthServer(fixture);
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 3; i++) {
                assertThat(introspect(http, server.uri("/oauth/introspect"))).isEqualTo(401);
            }
            assertThat(introspect(http, server.uri("/oauth/introspect"))).isEqualTo(429);
            fixture.clock.advance(Duration.ofSeconds(10));
            assertThat(introspect(http, server.uri("/oauth/introspect"))).isEqualTo(401);
        }
    }

    private static int introspect(HttpClient http, URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "token=x&client_id=cli_01h455vb4pex5vsknk084sn02q&client_secret=guessed-by-somebody"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
