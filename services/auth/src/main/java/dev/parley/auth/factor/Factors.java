package dev.parley.auth.factor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.Factor;
import dev.parley.api.auth.FactorsApi;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.Sessions;
import dev.parley.auth.StoredAccount;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.factor.FactorEvents.Subject;
import dev.parley.auth.key.KeySeal;
import dev.parley.auth.passkey.PasskeyOptions;
import dev.parley.auth.passkey.PasskeyVerifier.RefusedException;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.passkey.StoredPasskey;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.FactorStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The factors of an account, as its owner adds, lists and removes them.
public final class Factors implements FactorsApi {
    private static final int MAX_FACTORS = 20;
    private static final Duration PENDING_LIFE = Duration.ofMinutes(10);
    private static final String ID_PREFIX = "fac";
    private static final String TOTP = "totp";
    private static final String PASSKEY = "passkey";

    private final FactorConfig config;
    private final Stores stores;
    private final Sessions sessions;
    private final Tools tools;
    private final Sources sources;

    public Factors(FactorConfig config, Stores stores, Sessions sessions, Tools tools, Sources sources) {
        this.config = config;
        this.stores = stores;
        this.sessions = sessions;
        this.tools = tools;
        this.sources = sources;
    }

    public record Stores(AccountStore accounts, FactorStore factors) {}

    /// @param seal of the secrets of authenticator apps
    public record Tools(FactorCheck check, KeySeal seal, Passkeys passkeys, FactorEvents events) {}

    /// Where ids, time and randomness come from.
    public record Sources(IdSource ids, InstantSource clock, SecureRandom random) {}

    /// The secret of an app that is about to be added.
    record NewTotp(String id, String sealedSecret) {}

    @Override
    public OwnFactors factors(Caller.User caller) {
        sessions.session(caller);
        List<Factor> factors = Stream.concat(
                        stores.factors().totps(caller.tenant(), caller.user()).stream()
                                .map(Factors::shown),
                        stores.factors().passkeys(caller.tenant(), caller.user()).stream()
                                .map(passkey -> shown(passkey.id(), passkey.value())))
                .sorted(Comparator.comparing(Factor::createdAt).thenComparing(Factor::id))
                .toList();
        return new OwnFactors(factors, stores.factors().codesLeft(caller.tenant(), caller.user()));
    }

    @Override
    public TotpEnrolment beginTotp(Caller.User caller) {
        requireRecent(caller);
        requireRoom(caller);
        NewTotp made = newTotp();
        PendingTotp pending = new PendingTotp(caller.user(), made.sealedSecret(), now().plus(PENDING_LIFE));
        stores.factors().addPending(caller.tenant(), made.id(), pending);
        return enrolment(caller.tenant(), caller.user(), made.id(), made.sealedSecret());
    }

    @Override
    public AddedFactor confirmTotp(Caller.User caller, TotpConfirmation confirmation) {
        return confirmTotp(caller, confirmation, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    AddedFactor confirmTotp(Caller.User caller, TotpConfirmation confirmation, ClientAddress from) {
        requireRecent(caller);
        requireRoom(caller);
        String name = Sessions.device(confirmation.name());
        PendingTotp pending = stores.factors()
                .pendingTotp(caller.tenant(), confirmation.id())
                .filter(found -> found.userId().equals(caller.user()))
                .orElseThrow(Factors::unknown);
        Subject subject = new Subject(
                caller.tenant(), caller.user(), from, sessions.session(caller).device());
        long step = tools.check().checkFirst(subject, confirmation.id(), pending.sealedSecret(), confirmation.code());
        StoredTotp totp = new StoredTotp(caller.user(), name, pending.sealedSecret(), step, now(), null);
        List<Secret> codes = RecoveryCode.newCodes(sources.random());
        boolean first = stores.factors()
                .add(caller.tenant(), confirmation.id(), totp, hashes(caller.user(), codes))
                .orElseThrow(Factors::unknown);
        tools.events().enrolled(caller.tenant(), caller.user(), TOTP, confirmation.id());
        sessions.stepUp(caller, List.of(Authentication.ONE_TIME));
        sessions.endOthers(caller);
        return new AddedFactor(shown(new Versioned<>(confirmation.id(), totp, 1)), first ? codes : null);
    }

    @Override
    public JsonNode beginPasskey(Caller.User caller) {
        requireRecent(caller);
        requireRoom(caller);
        StoredAccount account =
                stores.accounts().account(caller.tenant(), caller.user()).orElseThrow(Factors::unknown);
        return tools.passkeys()
                .creationOptions(caller.tenant(), new PasskeyOptions.Person(caller.user(), account), config.issuer());
    }

    @Override
    public AddedFactor addPasskey(Caller.User caller, NewPasskey made) {
        requireRecent(caller);
        requireRoom(caller);
        Passkeys.Added added;
        try {
            added = tools.passkeys().made(caller.user(), Sessions.device(made.name()), made.credential());
        } catch (RefusedException e) {
            throw unusable();
        }
        String id = sources.ids().next(ID_PREFIX);
        List<Secret> codes = RecoveryCode.newCodes(sources.random());
        boolean first = stores.factors()
                .addPasskey(caller.tenant(), id, added, hashes(caller.user(), codes))
                .orElseThrow(Factors::unusable);
        tools.events().enrolled(caller.tenant(), caller.user(), PASSKEY, id);
        // Made a moment ago in this session, by whoever holds it.
        sessions.stepUp(
                caller,
                List.of(added.passkey().backupEligible() ? Authentication.SOFTWARE_KEY : Authentication.HARDWARE_KEY));
        sessions.endOthers(caller);
        return new AddedFactor(shown(id, added.passkey()), first ? codes : null);
    }

    @Override
    public RecoveryCodes renewRecoveryCodes(Caller.User caller) {
        requireRecent(caller);
        if (!hasFactor(caller)) {
            throw AuthProblems.NO_SECOND_FACTOR.because("add an authenticator app or a passkey first");
        }
        List<Secret> codes = RecoveryCode.newCodes(sources.random());
        stores.factors().replaceCodes(caller.tenant(), caller.user(), hashes(caller.user(), codes), now());
        tools.events().codesRenewed(caller.tenant(), caller.user());
        sessions.endOthers(caller);
        return new RecoveryCodes(codes);
    }

    @Override
    public void remove(Caller.User caller, String factorId) {
        requireRecent(caller);
        switch (stores.factors().remove(caller.tenant(), caller.user(), factorId, config.required())) {
            case UNKNOWN -> throw unknown();
            case LAST -> throw AuthProblems.LAST_FACTOR.because("add another factor before removing this one");
            case REMOVED -> {
                tools.events().removed(caller.tenant(), caller.user(), factorId);
                sessions.endOthers(caller);
            }
        }
    }

    FactorCheck check() {
        return tools.check();
    }

    /// A secret that nobody has seen yet.
    NewTotp newTotp() {
        String id = sources.ids().next(ID_PREFIX);
        byte[] secret = Totp.newSecret(sources.random());
        try {
            return new NewTotp(id, tools.seal().seal(id, secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// What the owner puts into their app.
    TotpEnrolment enrolment(TenantId tenant, UserId user, String id, String sealedSecret) {
        String account = stores.accounts()
                .account(tenant, user)
                .orElseThrow(Factors::unknown)
                .userName();
        byte[] secret = tools.seal().open(id, sealedSecret);
        String text = OtpAuthUri.base32(secret);
        Arrays.fill(secret, (byte) 0);
        return new TotpEnrolment(id, Secret.of(text), Secret.of(OtpAuthUri.of(config.issuer(), account, text)));
    }

    /// Adds the app that was asked for during a sign-in, with no recovery codes: their owner asks for them when
    /// they are signed in.
    ///
    /// @param step of its first code
    void addEnrolled(Subject subject, String id, String sealedSecret, long step) {
        StoredTotp totp = new StoredTotp(subject.user(), subject.device(), sealedSecret, step, now(), null);
        Optional<Boolean> added = stores.factors().add(subject.tenant(), id, totp, List.of());
        if (added.isEmpty()) {
            throw unknown();
        }
        tools.events().enrolled(subject.tenant(), subject.user(), TOTP, id);
    }

    /// @throws ProblemException `step-up-required` unless the caller signed in lately, with two factors where they
    ///     have any
    public void requireRecent(Caller.User caller) {
        Authentication authentication = sessions.session(caller).authenticated();
        boolean strong = authentication.multiFactor() || !hasFactor(caller);
        boolean recent = now().isBefore(authentication.at().plus(config.stepUpAge()));
        if (!strong || !recent) {
            String acr = hasFactor(caller) ? Authentication.TWO_FACTORS : Authentication.ONE_FACTOR;
            throw ProblemType.stepUp(acr, config.stepUpAge());
        }
    }

    private boolean hasFactor(Caller.User caller) {
        return count(caller) > 0;
    }

    private void requireRoom(Caller.User caller) {
        if (count(caller) >= MAX_FACTORS) {
            throw AuthProblems.TOO_MANY_FACTORS.because("remove one first");
        }
    }

    private int count(Caller.User caller) {
        return stores.factors().totps(caller.tenant(), caller.user()).size()
                + stores.factors().passkeys(caller.tenant(), caller.user()).size();
    }

    private List<String> hashes(UserId user, List<Secret> codes) {
        return codes.stream()
                .map(code ->
                        tools.check().hash(user, RecoveryCode.canonical(code).orElseThrow()))
                .toList();
    }

    private static Factor shown(Versioned<StoredTotp> totp) {
        StoredTotp value = totp.value();
        return new Factor(totp.id(), Factor.Kind.TOTP, value.name(), value.createdAt(), value.lastUsedAt(), null);
    }

    private static Factor shown(String id, StoredPasskey passkey) {
        return new Factor(
                id, Factor.Kind.PASSKEY, passkey.name(), passkey.createdAt(), passkey.lastUsedAt(), passkey.backedUp());
    }

    private static ProblemException unusable() {
        return AuthProblems.UNUSABLE_PASSKEY.because("it was not made for this account just now, or is known already");
    }

    /// In milliseconds, as times are kept.
    private Instant now() {
        return sources.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such factor");
    }
}
