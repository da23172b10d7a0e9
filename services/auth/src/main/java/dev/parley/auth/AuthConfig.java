package dev.parley.auth;

import dev.parley.auth.attempt.AbuseConfig;
import dev.parley.auth.attempt.AttemptLimits;
import dev.parley.auth.attempt.Backoff;
import dev.parley.auth.factor.FactorConfig;
import dev.parley.auth.oidc.OpenIdConfig;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.auth.password.BreachedPasswords;
import dev.parley.auth.password.CommonPasswords;
import dev.parley.auth.password.Password;
import dev.parley.auth.password.PasswordPolicy;
import java.nio.file.Path;
import java.time.Duration;

/// What an operator may set. [#DEFAULTS] is safe as it is.
public record AuthConfig(
        Lifetimes sessions,
        Hashing passwords,
        AttemptLimits attempts,
        Keys signingKeys,
        FactorConfig factors,
        OpenIdConfig openId,
        AbuseConfig abuse) {
    public static final AuthConfig DEFAULTS = new AuthConfig(
            new Lifetimes(Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(90), Duration.ofSeconds(10), 100),
            new Hashing(Argon2Cost.OWASP, Runtime.getRuntime().availableProcessors(), 64),
            new AttemptLimits(
                    new Backoff(10, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1)),
                    new Backoff(100, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1)),
                    new Backoff(300, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1)),
                    Duration.ofDays(90)),
            new Keys(Duration.ofDays(30), Duration.ofDays(1)),
            FactorConfig.DEFAULTS,
            OpenIdConfig.DEFAULTS,
            AbuseConfig.DEFAULTS);

    /// With the default second factors and OpenID provider.
    public AuthConfig(Lifetimes sessions, Hashing passwords, AttemptLimits attempts, Keys signingKeys) {
        this(
                sessions,
                passwords,
                attempts,
                signingKeys,
                FactorConfig.DEFAULTS,
                OpenIdConfig.DEFAULTS,
                AbuseConfig.DEFAULTS);
    }

    /// The same with other second factors.
    public AuthConfig with(FactorConfig other) {
        return new AuthConfig(sessions, passwords, attempts, signingKeys, other, openId, abuse);
    }

    /// The same with another OpenID provider.
    public AuthConfig with(OpenIdConfig other) {
        return new AuthConfig(sessions, passwords, attempts, signingKeys, factors, other, abuse);
    }

    /// The same with other means against abuse.
    public AuthConfig with(AbuseConfig other) {
        return new AuthConfig(sessions, passwords, attempts, signingKeys, factors, openId, other);
    }

    /// How long sessions and their tokens are good for.
    ///
    /// @param access of an access token, 10 s to 1 h
    /// @param idle a session ends when it was not refreshed for so long
    /// @param absolute a session ends so long after its login, refreshed or not
    /// @param grace within which a refresh token that is used a second time gets the answer of the first again, 0
    ///     to 60 s
    /// @param maxPerAccount sessions at one time; one more ends the one longest unused
    public record Lifetimes(Duration access, Duration idle, Duration absolute, Duration grace, int maxPerAccount) {
        public Lifetimes {
            require(
                    access.compareTo(Duration.ofSeconds(10)) >= 0 && access.compareTo(Duration.ofHours(1)) <= 0,
                    "access: must be 10s to 1h");
            require(idle.compareTo(access) >= 0, "idle: must be at least the life of an access token");
            require(absolute.compareTo(idle) >= 0, "absolute: must be at least idle");
            require(!grace.isNegative() && grace.compareTo(Duration.ofMinutes(1)) <= 0, "grace: must be 0s to 60s");
            require(maxPerAccount >= 1 && maxPerAccount <= 500, "maxPerAccount: must be 1 to 500");
        }
    }

    /// Passwords: the work of hashing them, and what is asked of a new one.
    ///
    /// @param cost of one new hash
    /// @param threads hashes computed at a time. Each takes a processor for some 30 ms and `cost.memoryKib`
    /// @param maxWaiting sign-ins that may wait for a thread; the next is refused with 503
    /// @param minLength characters of a new password, 8 to 64
    /// @param breached a folder of [BreachedPasswords]; empty for none
    public record Hashing(Argon2Cost cost, int threads, int maxWaiting, int minLength, Path breached) {
        /// With the default length, and no folder.
        public Hashing(Argon2Cost cost, int threads, int maxWaiting) {
            this(cost, threads, maxWaiting, Password.MIN_LENGTH, Path.of(""));
        }

        public Hashing {
            require(threads >= 1 && threads <= 256, "threads: must be 1 to 256");
            require(maxWaiting >= 0 && maxWaiting <= 10_000, "maxWaiting: must be 0 to 10000");
            require(minLength >= 8 && minLength <= 64, "minLength: must be 8 to 64");
        }
    }

    /// The life of the keys that sign access tokens.
    ///
    /// @param period how long one key signs, at least twice `announced`
    /// @param announced how long a key is published before it signs, so that every verifier has it in time; at
    ///     least 10 min
    public record Keys(Duration period, Duration announced) {
        public Keys {
            require(announced.compareTo(Duration.ofMinutes(10)) >= 0, "announced: must be at least 10m");
            require(period.compareTo(announced.multipliedBy(2)) >= 0, "period: must be at least twice announced");
        }
    }

    /// What is asked of a new password.
    PasswordPolicy passwordPolicy() {
        Path breached = passwords.breached();
        return new PasswordPolicy(
                passwords.minLength(),
                CommonPasswords.bundled(),
                breached.toString().isEmpty() ? BreachedPasswords.NONE : BreachedPasswords.in(breached));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
