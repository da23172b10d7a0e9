package dev.parley.auth;

import dev.parley.api.auth.Tokens;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.auth.password.Argon2id;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/// Measures, by hand and not as a test, what the service does in a second on this machine, beside the bare hash
/// that bounds it. Prints a line for each. Arguments: seconds for each measurement, rounds.
///
/// The audit log is a sink that keeps nothing, and there is no HTTP: this is the service itself on embedded
/// storage.
public final class AuthRates {
    private static final int ACCOUNTS = 20;
    private static final int SESSIONS = 64;

    private AuthRates() {}

    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 5);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        InstantSource clock = InstantSource.system();
        Path folder = Files.createTempDirectory("auth-rates");
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), clock);
                Auth auth = open(storage, clock)) {
            for (int i = 0; i < ACCOUNTS; i++) {
                auth.accounts().register(Fixture.registration("person" + i), address(i));
            }
            Tokens[] sessions = new Tokens[SESSIONS];
            for (int i = 0; i < SESSIONS; i++) {
                sessions[i] = auth.sessions().logIn(Fixture.login("person" + i % ACCOUNTS), address(i));
            }
            int threads = AuthConfig.DEFAULTS.passwords().threads();
            Argon2id bare = new Argon2id();
            for (int round = 0; round < rounds; round++) {
                print(
                        "bare Argon2id, threads " + threads,
                        rate(threads, time, true, i -> bare.hash(new byte[22], new byte[16], Argon2Cost.OWASP)));
                print(
                        "logins, callers 16",
                        rate(16, time, false, i -> auth.sessions().logIn(Fixture.login("person" + i), address(i))));
                print(
                        "refreshes, sessions " + SESSIONS,
                        rate(
                                SESSIONS,
                                time,
                                false,
                                i -> sessions[i] = auth.sessions().refresh(sessions[i].refreshToken())));
                print(
                        "isActive, callers 16",
                        rate(
                                16,
                                time,
                                false,
                                i -> auth.sessions()
                                        .isActive(dev.parley.core.id.TenantId.DEFAULT, sessions[i].sessionId())));
            }
        } finally {
            delete(folder);
        }
    }

    private static Auth open(EmbeddedStorage storage, InstantSource clock) {
        AuthPorts ports = new AuthPorts(
                storage.documents(), storage.signals(), (tenant, record) -> {}, clock, new SecureRandom());
        return new Auth(AuthConfig.DEFAULTS, ports, Secret.of(new byte[32]), new Argon2id());
    }

    private static ClientAddress address(int i) {
        return ClientAddress.of("192.0.2." + i);
    }

    /// Calls for `time` from so many threads at once, each of which passes its number.
    private static double rate(int callers, Duration time, boolean platform, IntConsumer call) throws Exception {
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads =
                platform ? Executors.newFixedThreadPool(callers) : Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        call.accept(number);
                        done.increment();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        return done.sum() * 1e9 / (System.nanoTime() - start);
    }

    private static void print(String what, double perSecond) {
        System.out.printf("%-32s %10.1f/s%n", what, perSecond);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
