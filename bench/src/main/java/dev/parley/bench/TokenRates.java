package dev.parley.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.client.token.Es256;
import dev.parley.client.token.RevocationFeed;
import dev.parley.client.token.ServiceTokens;
import dev.parley.client.token.TokenVerifier;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/// Access tokens as a service other than auth sees them: verified anew, and known from before; beside the bare
/// library with the same checks, with our choice of implementation and with the JDK's own. In this process, on as
/// many threads as the machine has processors.
final class TokenRates {
    private static final int DISTINCT = 20_000;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Duration duration;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
    private final InstantSource clock = InstantSource.system();
    private final SessionsApi auth = new QuietAuth(new JWKSet(key).toString(true));
    private final List<String> tokens = new ArrayList<>();

    TokenRates(Duration duration) throws JOSEException {
        this.duration = duration;
    }

    List<Row> measure() throws Exception {
        JWSSigner signer = Es256.signer(key);
        IdSource ids = new IdSource(clock, new SecureRandom());
        for (int i = 0; i < DISTINCT; i++) {
            tokens.add(token(signer, ids));
        }
        JWSVerifier ours = Es256.verifier(key);
        JWSVerifier jdk = new ECDSAVerifier(key.toPublicJWK());
        JWSSigner jdkSigner = new ECDSASigner(key);
        double bare = rate(i -> bare(tokens.get(i % DISTINCT), ours));
        double anew = anew();
        double bareJdk = rate(i -> bare(tokens.get(i % DISTINCT), jdk));
        double cached = cached();
        double minted = rate(i -> token(signer, ids));
        double mintedJdk = rate(i -> token(jdkSigner, ids));
        return List.of(
                new Row("token verified anew", anew, "", Row.limit("bare Nimbus, same provider", anew, bare)),
                new Row("the same with the JDK's ECDSA, bare", bareJdk, "", ""),
                new Row("token known from before", cached, "", ""),
                new Row("token minted", minted, "", Row.limit("with the JDK's ECDSA", minted, mintedJdk)));
    }

    /// A verifier knows what it has seen; each sees every token once.
    private double anew() throws Exception {
        TokenVerifier[] current = new TokenVerifier[threads];
        int[] seen = new int[threads];
        return rate((thread, i) -> {
            if (current[thread] == null || seen[thread] == DISTINCT) {
                current[thread] = verifier();
                seen[thread] = 0;
            }
            current[thread].authenticate(tokens.get(seen[thread]++));
        });
    }

    private double cached() throws Exception {
        TokenVerifier verifier = verifier();
        return rate(i -> verifier.authenticate(tokens.get(i % 1_000)));
    }

    /// Its feed has heard of no revocation a moment ago, and will not ask again: with the real one it is two
    /// questions a second.
    private TokenVerifier verifier() {
        RevocationFeed feed = new RevocationFeed(auth, clock);
        feed.start();
        return new TokenVerifier(auth, feed, new ServiceTokens(Secret.of(new byte[32]), clock), "bench", clock);
    }

    private String token(JWSSigner signer, IdSource ids) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", AccessTokenProfile.ISSUER);
        claims.put("aud", AccessTokenProfile.AUDIENCE);
        claims.put("sub", ids.userId().value());
        claims.put("tid", TenantId.DEFAULT.value());
        claims.put("sid", ids.sessionId().value());
        claims.put("roles", List.of("member"));
        claims.put("iat", now);
        claims.put("exp", now + 3_000);
        claims.put("jti", ids.next("tok"));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(AccessTokenProfile.TYPE))
                .keyID("bench")
                .build();
        try {
            JWSObject jws = new JWSObject(header, new Payload(Json.text(claims)));
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bare(String token, JWSVerifier verifier) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean good = jwt.verify(verifier)
                    && AccessTokenProfile.ISSUER.equals(jwt.getJWTClaimsSet().getIssuer())
                    && jwt.getJWTClaimsSet().getAudience().contains(AccessTokenProfile.AUDIENCE)
                    && jwt.getJWTClaimsSet().getExpirationTime().after(new Date());
            if (!good) {
                throw new AssertionError("the token is good");
            }
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(int thread, int number);
    }

    @FunctionalInterface
    private interface Numbered {
        void run(int number);
    }

    private double rate(Numbered work) throws Exception {
        return rate((thread, number) -> work.run(number));
    }

    private double rate(Work work) throws Exception {
        run(work, WARM_UP);
        return run(work, duration);
    }

    private double run(Work work, Duration time) throws Exception {
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(executor.submit(() -> {
                    for (int i = thread * (DISTINCT / threads); System.nanoTime() < end; i++) {
                        work.run(thread, i & Integer.MAX_VALUE);
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

    /// Auth as a service sees it on a day on which nothing happens.
    private record QuietAuth(String jsonWebKeySet) implements SessionsApi {
        @Override
        public Revocations revocations(Instant since) {
            return new Revocations(List.of(), since, false);
        }

        @Override
        public boolean isActive(TenantId tenant, SessionId session) {
            return true;
        }

        @Override
        public Tokens logIn(Login login) {
            throw new UnsupportedOperationException("nobody logs in here");
        }

        @Override
        public Tokens refresh(Secret refreshToken) {
            throw new UnsupportedOperationException("nothing is refreshed here");
        }

        @Override
        public AccessToken exchange(Secret apiToken) {
            throw new UnsupportedOperationException("nothing is exchanged here");
        }

        @Override
        public void logOut(Caller.User caller) {
            throw new UnsupportedOperationException("nobody is logged in here");
        }
    }
}
