package dev.parley.auth.factor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.Sessions.Gate;
import dev.parley.auth.Sessions.SignIn;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.key.Mac;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.store.FactorStore;
import dev.parley.auth.store.PendingSignInStore;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stands between a right password and a session: where the account has a second factor, or must have one, it gives
/// out a challenge in the place of tokens.
///
/// A challenge is 32 random bytes and means one account, device and network. It lets nobody in by itself, so an
/// account without the factor that its tenant asks for holds no token that any service would have to refuse.
public final class SecondFactorGate implements Gate {
    static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
    private static final String PREFIX = "chl_";
    private static final int CHALLENGE_BYTES = 32;

    private final boolean required;
    private final FactorStore factors;
    private final PendingSignInStore pending;
    private final Passkeys passkeys;
    private final Mac names;
    private final Sources sources;

    public SecondFactorGate(
            FactorConfig config, FactorStore factors, PendingSignInStore pending, Passkeys passkeys, Sources sources) {
        this.required = config.required();
        this.factors = factors;
        this.pending = pending;
        this.passkeys = passkeys;
        this.names = sources.names();
        this.sources = sources;
    }

    /// Where names, time and randomness come from.
    ///
    /// @param names what challenges and networks are kept as
    public record Sources(Mac names, InstantSource clock, SecureRandom random) {}

    @Override
    public void afterPassword(SignIn signIn) {
        List<String> kinds = kinds(signIn.tenant(), signIn.user());
        if (!kinds.isEmpty()) {
            throw refusal(AuthProblems.SECOND_FACTOR_REQUIRED, "prove one of the factors", signIn, kinds);
        }
        if (required) {
            throw refusal(
                    AuthProblems.SECOND_FACTOR_ENROLMENT_REQUIRED,
                    "add an authenticator app with the challenge, then prove it",
                    signIn,
                    List.of());
        }
    }

    @Override
    public boolean admits(Authentication authentication) {
        return !required || authentication.multiFactor();
    }

    /// The kinds of factors with which an account can prove itself; empty when it has none.
    List<String> kinds(TenantId tenant, UserId user) {
        List<String> kinds = new ArrayList<>();
        if (!factors.totps(tenant, user).isEmpty()) {
            kinds.add("totp");
        }
        if (!factors.passkeys(tenant, user).isEmpty()) {
            kinds.add("passkey");
        }
        if (!kinds.isEmpty() && factors.codesLeft(tenant, user) > 0) {
            kinds.add("recovery-code");
        }
        return List.copyOf(kinds);
    }

    /// What a pending sign-in is kept under.
    String id(Secret challenge) {
        return names.name("challenge", new String(challenge.reveal(), StandardCharsets.UTF_8));
    }

    String network(ClientAddress from) {
        return names.name("network", from.network());
    }

    private ProblemException refusal(ProblemType type, String detail, SignIn signIn, List<String> kinds) {
        byte[] bytes = new byte[CHALLENGE_BYTES];
        sources.random().nextBytes(bytes);
        String challenge = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PendingSignIn begun = PendingSignIn.begun(
                signIn,
                network(signIn.from()),
                kinds.isEmpty(),
                sources.clock().instant().truncatedTo(ChronoUnit.MILLIS).plus(CHALLENGE_LIFE));
        pending.add(signIn.tenant(), id(Secret.of(challenge)), begun);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("challenge", challenge);
        members.put("factors", kinds);
        members.put("expiresInSeconds", CHALLENGE_LIFE.toSeconds());
        if (kinds.contains("passkey")) {
            JsonNode options = passkeys.requestOptions(signIn.tenant(), signIn.user(), id(Secret.of(challenge)));
            members.put("passkeyOptions", Json.mapper().convertValue(options, Map.class));
        }
        return type.because(detail).with(members);
    }
}
