package dev.parley.client.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.Revocations.Revocation;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A small auth: mints access tokens with keys of its own, revokes sessions, and can be made to fall silent.
public final class InMemoryAuth implements SessionsApi {
    public static final UserId USER = new UserId("usr_01h455vb4pex5vsknk084sn02q");
    public static final SessionId SESSION = new SessionId("ses_01h455vb4pex5vsknk084sn02r");

    public final AtomicInteger keySetReads = new AtomicInteger();
    public final AtomicInteger statusReads = new AtomicInteger();
    public final AtomicInteger exchanges = new AtomicInteger();
    public volatile boolean silent;
    /// The one that is good; null when none is.
    public volatile @Nullable Secret apiToken;
    public volatile SessionId apiTokenSession = new SessionId("ses_01h455vb4pex5vsknk084sn02s");

    private final InstantSource clock;
    private final List<ECKey> keys = new CopyOnWriteArrayList<>();
    private final Map<SessionId, Instant> revoked = new ConcurrentHashMap<>();

    public InMemoryAuth(InstantSource clock) {
        this.clock = clock;
        addKey("key-1");
    }

    public ECKey addKey(String keyId) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
            keys.add(key);
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public void withdrawKey(String keyId) {
        keys.removeIf(key -> keyId.equals(key.getKeyID()));
    }

    public ECKey key() {
        return keys.getLast();
    }

    public void revoke(SessionId session) {
        revoked.put(session, clock.instant());
    }

    /// A token as auth makes it.
    public String token() {
        return sign(header().build(), Json.text(claims()), key());
    }

    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(AccessTokenProfile.TYPE))
                .keyID(key().getKeyID());
    }

    public Map<String, Object> claims() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", AccessTokenProfile.ISSUER);
        claims.put("aud", AccessTokenProfile.AUDIENCE);
        claims.put("sub", USER.value());
        claims.put("tid", TenantId.DEFAULT.value());
        claims.put("sid", SESSION.value());
        claims.put("roles", List.of("owner", "member"));
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", "1");
        return claims;
    }

    public static String sign(JWSHeader header, String payload, ECKey key) {
        try {
            JWSObject token = new JWSObject(header, new Payload(payload));
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AccessToken exchange(Secret apiToken) {
        exchanges.incrementAndGet();
        if (silent) {
            throw new StoreUnavailableException("silent");
        }
        Secret good = this.apiToken;
        if (good == null || !good.equals(apiToken)) {
            throw ProblemType.INVALID_TOKEN.because("no such token");
        }
        Map<String, Object> claims = claims();
        claims.put("sid", apiTokenSession.value());
        claims.put("roles", List.of());
        claims.put("permissions", List.of("messages:read", "of:a-newer-release"));
        claims.put("via", "api-token");
        return new AccessToken(Secret.of(sign(header().build(), Json.text(claims), key())), "Bearer", 300);
    }

    @Override
    public boolean isActive(TenantId tenant, SessionId session) {
        answer();
        statusReads.incrementAndGet();
        return !revoked.containsKey(session);
    }

    @Override
    public Revocations revocations(Instant since) {
        answer();
        List<Revocation> found = new ArrayList<>();
        revoked.forEach((session, at) -> {
            if (!at.isBefore(since)) {
                found.add(new Revocation(session, at));
            }
        });
        return new Revocations(found, clock.instant().minusSeconds(5), false);
    }

    @Override
    public String jsonWebKeySet() {
        answer();
        keySetReads.incrementAndGet();
        return new JWKSet(List.copyOf(keys)).toString(true);
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
    public void logOut(Caller.User caller) {
        revoke(caller.session());
    }

    private void answer() {
        if (silent) {
            throw new StoreUnavailableException("auth is away");
        }
    }
}
