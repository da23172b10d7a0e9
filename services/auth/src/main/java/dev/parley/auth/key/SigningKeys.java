package dev.parley.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.client.token.Es256;
import dev.parley.core.id.IdSource;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that sign access tokens: ES256 (RFC 7518 §3.4), one that signs and the next one, published.
///
/// Nothing runs in the background. The stored keys are read again at the first use in each minute, and a key that
/// the schedule misses is made then; several processes doing so at once agree through the store. While the store
/// is out of reach the keys in memory go on signing.
public final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST_KEYS_MADE_AT_ONCE = 4;

    private final KeySchedule schedule;
    private final SigningKeyStore store;
    private final KeySeal seal;
    private final SecureRandom random;
    private final IdSource ids;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot snapshot;

    /// Reads the keys, and makes them when there are none.
    ///
    /// @param sealingKey 32 bytes
    /// @throws IllegalStateException when the stored keys were sealed with another key
    public SigningKeys(KeySchedule schedule, SigningKeyStore store, Secret sealingKey, Sources sources) {
        this.schedule = schedule;
        this.store = store;
        this.seal = new KeySeal("signing-key", sealingKey, sources.random());
        this.random = sources.random();
        this.ids = sources.ids();
        this.clock = sources.clock();
        this.snapshot = read(null);
    }

    /// Where ids, time and randomness come from.
    public record Sources(IdSource ids, InstantSource clock, SecureRandom random) {}

    private record Loaded(String kid, JWSSigner signer, JWSVerifier verifier) {}

    /// @param loaded in the order of `keys`
    private record Snapshot(Instant readAt, List<SigningKey> keys, List<Loaded> loaded, String jsonWebKeySet) {}

    /// Signs `payload` as a compact JWS with the header `typ` `type` and the `kid` of the key.
    public String sign(String type, String payload) {
        Snapshot known = fresh();
        Loaded current = known.loaded().get(KeySchedule.current(known.keys(), clock.instant()));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(current.kid())
                .build();
        try {
            JWSObject jws = new JWSObject(header, new Payload(payload));
            jws.sign(current.signer());
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with a key of ours failed", e);
        }
    }

    /// The public halves of all keys that verifiers may meet, as a JSON Web Key Set.
    public String jsonWebKeySet() {
        return fresh().jsonWebKeySet();
    }

    /// What verifies the signatures of one of the keys that verifiers may meet.
    public Optional<JWSVerifier> verifier(String kid) {
        return fresh().loaded().stream()
                .filter(key -> key.kid().equals(kid))
                .map(Loaded::verifier)
                .findFirst();
    }

    private Snapshot fresh() {
        Snapshot known = snapshot;
        if (!isStale(known) || !reading.tryLock()) {
            // While one thread reads, the others use what is known: the next key is in it already.
            return known;
        }
        try {
            if (isStale(snapshot)) {
                snapshot = read(snapshot);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("the signing keys could not be read again: {}", e.toString());
        } finally {
            reading.unlock();
        }
        return snapshot;
    }

    private boolean isStale(Snapshot known) {
        return !clock.instant().isBefore(known.readAt().plus(FRESH));
    }

    private Snapshot read(@Nullable Snapshot before) {
        Instant now = clock.instant();
        List<Versioned<SigningKey>> stored = complete(now);
        List<SigningKey> keys = stored.stream().map(Versioned::value).toList();
        List<Loaded> loaded = stored.stream().map(key -> loaded(before, key)).toList();
        String set = keys.stream().map(SigningKey::publicJwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return new Snapshot(now, keys, loaded, set);
    }

    /// The stored keys, after those that the schedule misses were added.
    private List<Versioned<SigningKey>> complete(Instant now) {
        for (int made = 0; made <= MOST_KEYS_MADE_AT_ONCE; made++) {
            List<Versioned<SigningKey>> stored = store.all();
            Optional<Instant> signsFrom =
                    schedule.missing(stored.stream().map(Versioned::value).toList(), now);
            if (signsFrom.isEmpty()) {
                return stored;
            }
            add(stored, signsFrom.get(), now);
        }
        throw new IllegalStateException("a first and a next key are all that can be missing");
    }

    private void add(List<Versioned<SigningKey>> stored, Instant signsFrom, Instant now) {
        String kid = ids.keyId().value();
        ECKey key = generate(kid);
        byte[] whole = key.toJSONString().getBytes(StandardCharsets.UTF_8);
        String sealed = seal.seal(kid, whole);
        Arrays.fill(whole, (byte) 0);
        Optional<Versioned<SigningKey>> last = stored.isEmpty() ? Optional.empty() : Optional.of(stored.getLast());
        long generation = last.map(old -> old.value().generation() + 1).orElse(1L);
        SigningKey added =
                new SigningKey(generation, key.toPublicJWK().toJSONString(), sealed, now, signsFrom, SigningKey.NEVER);
        Optional<Versioned<SigningKey>> ended = last.map(
                old -> new Versioned<>(old.id(), old.value().expiringAt(schedule.expiry(signsFrom)), old.version()));
        if (store.add(kid, added, ended)) {
            LOG.info("signing key {} of generation {} will sign from {} on", kid, generation, signsFrom);
        }
    }

    private ECKey generate(String kid) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(Curve.P_256.toECParameterSpec(), random);
            KeyPair pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(kid)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has EC keys on P-256", e);
        }
    }

    private Loaded loaded(@Nullable Snapshot before, Versioned<SigningKey> stored) {
        if (before != null) {
            for (Loaded known : before.loaded()) {
                if (known.kid().equals(stored.id())) {
                    return known;
                }
            }
        }
        byte[] whole = seal.open(stored.id(), stored.value().sealedJwk());
        try {
            ECKey key = ECKey.parse(new String(whole, StandardCharsets.UTF_8));
            return new Loaded(stored.id(), Es256.signer(key), Es256.verifier(key));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + stored.id() + " is damaged", e);
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }
}
