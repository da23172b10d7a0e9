package dev.parley.auth.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.webauthn4j.data.RegistrationData;
import dev.parley.auth.factor.Authentication;
import dev.parley.auth.passkey.PasskeyChallenges.Accepted;
import dev.parley.auth.passkey.PasskeyVerifier.Made;
import dev.parley.auth.passkey.PasskeyVerifier.Presented;
import dev.parley.auth.passkey.PasskeyVerifier.RefusedException;
import dev.parley.auth.store.FactorStore;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The two ceremonies of passkeys: making one, and using one. Each begins with options that hold a challenge for
/// one purpose, and ends with what the browser answered.
public final class Passkeys {
    private static final String ADD = "add ";
    private static final String USE = "use ";

    private final PasskeyConfig config;
    private final PasskeyVerifier verifier;
    private final PasskeyChallenges challenges;
    private final FactorStore store;
    private final InstantSource clock;

    public Passkeys(PasskeyConfig config, PasskeyChallenges challenges, FactorStore store, InstantSource clock) {
        this.config = config;
        this.verifier = new PasskeyVerifier(config);
        this.challenges = challenges;
        this.store = store;
        this.clock = clock;
    }

    /// @param id of the factor
    public record Proven(UserId user, String id, List<String> methods) {
        public Proven {
            methods = List.copyOf(methods);
        }
    }

    /// @param issuer the name of this installation
    public JsonNode creationOptions(TenantId tenant, PasskeyOptions.Person person, String issuer) {
        byte[] challenge = challenges.challenge(ADD + person.id(), clock.instant());
        return PasskeyOptions.creation(config, issuer, person, challenge, passkeys(tenant, person.id()));
    }

    /// For any account.
    public JsonNode requestOptions() {
        return PasskeyOptions.requestAny(config, challenges.challenge(USE, clock.instant()));
    }

    /// For one account, as a second factor.
    ///
    /// @param context what the answer will be good for
    public JsonNode requestOptions(TenantId tenant, UserId user, String context) {
        byte[] challenge = challenges.challenge(USE + context, clock.instant());
        return PasskeyOptions.requestOneOf(config, challenge, passkeys(tenant, user));
    }

    /// A new passkey that was made for an account.
    ///
    /// @param challenge used up when the passkey is added
    public record Added(StoredPasskey passkey, Accepted challenge) {}

    /// @throws RefusedException when it was not made by [#creationOptions] for this account
    public Added made(UserId user, String name, JsonNode credential) throws RefusedException {
        Instant now = now();
        RegistrationData data = verifier.readNew(credential);
        byte[] challenge = PasskeyVerifier.challenge(data);
        Accepted accepted = accepted(challenge, ADD + user, now);
        Made made = verifier.verifyNew(data, challenge);
        StoredPasskey passkey = new StoredPasskey(
                user,
                made.credentialId(),
                name,
                made.attestedCredential(),
                made.counter(),
                made.userVerified(),
                made.backupEligible(),
                made.backedUp(),
                made.transports(),
                now,
                null);
        return new Added(passkey, accepted);
    }

    /// What a browser answered, before anything of it is believed.
    ///
    /// @throws RefusedException when it cannot be read
    public Presented read(JsonNode credential) throws RefusedException {
        return verifier.read(credential);
    }

    /// The passkey alone, which says whose it is and has made sure of its user.
    ///
    /// @throws RefusedException when it does not let in
    public Proven use(TenantId tenant, Presented presented) throws RefusedException {
        Versioned<StoredPasskey> passkey = known(tenant, presented);
        byte[] handle = presented.userHandle();
        if (handle == null
                || !Arrays.equals(handle, PasskeyOptions.handle(passkey.value().userId()))) {
            throw refused("its user handle is not that of its account");
        }
        return use(tenant, presented, passkey, USE, true);
    }

    /// A passkey of a known account.
    ///
    /// @param context as in [#requestOptions]
    /// @throws RefusedException when it does not let in
    public Proven use(TenantId tenant, Presented presented, UserId user, String context) throws RefusedException {
        Versioned<StoredPasskey> passkey = known(tenant, presented);
        if (!passkey.value().userId().equals(user)) {
            throw refused("it is the passkey of another account");
        }
        return use(tenant, presented, passkey, USE + context, false);
    }

    private Proven use(
            TenantId tenant,
            Presented presented,
            Versioned<StoredPasskey> passkey,
            String purpose,
            boolean userVerification)
            throws RefusedException {
        Instant now = now();
        Accepted challenge = accepted(presented.challenge(), purpose, now);
        verifier.verify(presented, passkey.value(), userVerification);
        var said = presented.data().getAuthenticatorData();
        PasskeyUse use = new PasskeyUse(
                challenge.id(), challenge.until(), said.getSignCount(), said.isFlagUV(), said.isFlagBS());
        return switch (store.usePasskey(tenant, passkey.id(), use, now)) {
            case USED -> new Proven(passkey.value().userId(), passkey.id(), methods(passkey.value(), use));
            case CLONED -> throw new RefusedException("its counter went back", null, true);
            case REFUSED -> throw refused("its challenge was used, or the passkey is gone");
        };
    }

    private Versioned<StoredPasskey> known(TenantId tenant, Presented presented) throws RefusedException {
        return store.passkey(tenant, presented.credentialId()).orElseThrow(() -> refused("it is not known"));
    }

    private Accepted accepted(byte[] challenge, String purpose, Instant now) throws RefusedException {
        return challenges
                .accept(challenge, purpose, now)
                .orElseThrow(() -> refused("its challenge is not one of ours for this, or has ended"));
    }

    private List<StoredPasskey> passkeys(TenantId tenant, UserId user) {
        return store.passkeys(tenant, user).stream().map(Versioned::value).toList();
    }

    private static List<String> methods(StoredPasskey passkey, PasskeyUse use) {
        List<String> methods = new ArrayList<>();
        methods.add(passkey.backupEligible() ? Authentication.SOFTWARE_KEY : Authentication.HARDWARE_KEY);
        if (use.userVerified()) {
            methods.add(Authentication.USER);
        }
        return methods;
    }

    /// In milliseconds, as times are kept.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static RefusedException refused(String why) {
        return new RefusedException(why, null, false);
    }
}
