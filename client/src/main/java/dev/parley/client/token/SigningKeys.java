package dev.parley.client.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.parley.api.auth.SessionsApi;
import dev.parley.core.problem.StoreUnavailableException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Auth's published key set (RFC 7517), kept in memory. Asked for again every [#FRESH], and for a `kid` that is not
/// in it at most once per [#PATIENCE], so that made-up `kid`s cannot be used to load auth.
///
/// While auth is away the last set serves for [#STALE]; a key that was withdrawn because it leaked would be trusted
/// no longer than that.
final class SigningKeys {
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration PATIENCE = Duration.ofSeconds(3);
    static final Duration STALE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final SessionsApi sessions;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile KeySet known = new KeySet(Map.of(), Instant.MIN);
    // Both guarded by asking.
    private Instant lastAsked = Instant.MIN;
    private @Nullable RuntimeException lastFailure;

    SigningKeys(SessionsApi sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The verifier of this key, or null when auth does not publish it.
    ///
    /// @throws StoreUnavailableException when that cannot be told because auth does not answer
    @Nullable
    JWSVerifier find(String keyId) {
        KeySet set = known;
        JWSVerifier verifier = set.keys().get(keyId);
        Instant now = clock.instant();
        if (verifier != null && now.isBefore(set.readAt().plus(FRESH))) {
            return verifier;
        }
        boolean usable = verifier != null && now.isBefore(set.readAt().plus(STALE));
        if (!usable) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return verifier; // Somebody asks already, and the old key will do.
        }
        try {
            RuntimeException failure = askUnlessJustAsked(now, set);
            if (failure != null && !usable) {
                throw new StoreUnavailableException("auth does not hand out its key set", failure);
            }
            return known.keys().get(keyId);
        } finally {
            asking.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // another object is another reading, whatever it says
    private @Nullable RuntimeException askUnlessJustAsked(Instant now, KeySet seen) {
        boolean askedMeanwhile = known != seen;
        if (askedMeanwhile || now.isBefore(lastAsked.plus(PATIENCE))) {
            return askedMeanwhile ? null : lastFailure;
        }
        lastAsked = now;
        try {
            known = new KeySet(parse(sessions.jsonWebKeySet()), now);
            lastFailure = null;
        } catch (RuntimeException e) {
            // Reported to the caller when it matters to them; the log tells of the rest.
            LOG.warn("auth's key set could not be read: {}", e.toString());
            lastFailure = e;
        }
        return lastFailure;
    }

    private static Map<String, JWSVerifier> parse(String json) {
        Map<String, JWSVerifier> keys = new HashMap<>();
        try {
            for (JWK key : JWKSet.parse(json).getKeys()) {
                if (key instanceof ECKey ec && signsTokens(ec)) {
                    keys.put(key.getKeyID(), Es256.verifier(ec));
                }
            }
        } catch (ParseException | JOSEException e) {
            throw new StoreUnavailableException("auth's key set is not one", e);
        }
        return Map.copyOf(keys);
    }

    /// Keys of other kinds and uses may stand in the set for others; they verify nothing here.
    private static boolean signsTokens(ECKey key) {
        return key.getKeyID() != null
                && Curve.P_256.equals(key.getCurve())
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getAlgorithm() == null || JWSAlgorithm.ES256.equals(key.getAlgorithm()));
    }

    private record KeySet(Map<String, JWSVerifier> keys, Instant readAt) {}
}
