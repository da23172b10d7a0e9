package dev.parley.auth.authz;

import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.auth.AccessTokens;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.Session;
import dev.parley.auth.Sessions;
import dev.parley.auth.StoredAccount;
import dev.parley.auth.VisibleText;
import dev.parley.auth.factor.Factors;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.BreakGlassStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.document.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Opening what one may not read, for a while and on record.
///
/// Each opening is a session of its own, which has one access token and no refresh token: it ends with its token,
/// or before, like any session. It is among the sessions of its holder, so that whatever ends those ends it too.
public final class BreakGlasses implements BreakGlassApi {
    private static final String ID_PREFIX = "bgl";
    private static final String DEVICE = "break-glass";
    /// No refresh token has it.
    private static final String NO_TOKEN = "";
    private static final int FEWEST_OF_REASON = 10;
    private static final int MOST_OF_REASON = 500;
    private static final int MOST_MINUTES = 60;
    private static final Set<Permission> OPENABLE = EnumSet.of(Permission.AUDIT_READ);
    private static final Set<Permission> OF_CONVERSATION =
            EnumSet.of(Permission.CONVERSATIONS_READ, Permission.MESSAGES_READ, Permission.MEDIA_READ);

    private final Stores stores;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final Factors factors;
    private final Sources sources;

    public BreakGlasses(Stores stores, Sessions sessions, AccessTokens accessTokens, Factors factors, Sources sources) {
        this.stores = stores;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.factors = factors;
        this.sources = sources;
    }

    public record Stores(AccountStore accounts, SessionStore sessions, BreakGlassStore opened) {}

    /// Where ids and time come from, and where events go.
    public record Sources(IdSource ids, InstantSource clock, AccessEvents events) {}

    @Override
    public Opened open(Caller.User caller, Opening opening) {
        caller.require(Permission.BREAK_GLASS_USE);
        String reason = checked(opening);
        factors.requireRecent(caller);
        StoredAccount account = stores.accounts()
                .account(caller.tenant(), caller.user())
                .filter(StoredAccount::isActive)
                .orElseThrow(() -> ProblemType.INVALID_TOKEN.because("there is no such account any more"));
        Instant now = now();
        Instant end = now.plus(Duration.ofMinutes(opening.minutes()));
        SessionId session = sources.ids().sessionId();
        String id = sources.ids().next(ID_PREFIX);
        StoredBreakGlass opened = new StoredBreakGlass(
                caller.user(), session, opening.permission(), opening.conversationId(), reason, now, end, null);
        // On record before anything is open.
        stores.opened().add(caller.tenant(), id, opened);
        sources.events().opened(caller, id, opened);
        begin(caller, session, account, opened);
        AccessToken token = accessTokens.mint(
                new AccessTokens.Bearer(caller.tenant(), caller.user(), session, rights(opened)), end, now, end);
        return new Opened(opened.shown(id), token);
    }

    private void begin(Caller.User caller, SessionId id, StoredAccount account, StoredBreakGlass opened) {
        Session session = new Session(
                caller.user(),
                DEVICE,
                null,
                opened.openedAt(),
                opened.expiresAt(),
                opened.expiresAt(),
                opened.openedAt(),
                NO_TOKEN,
                null,
                null,
                sessions.session(caller).authenticated());
        boolean begun = stores.sessions()
                .add(caller.tenant(), id, session, tx -> AccountStore.isUnchanged(tx, caller.user(), account, null));
        if (!begun) {
            throw ProblemType.INVALID_TOKEN.because("the account was changed meanwhile; sign in again");
        }
    }

    private static Rights rights(StoredBreakGlass opened) {
        Permission permission = opened.permission();
        return permission != null
                ? new Rights(Set.of(permission), Rights.Via.BREAK_GLASS, null)
                : new Rights(OF_CONVERSATION, Rights.Via.BREAK_GLASS, opened.conversationId());
    }

    @Override
    public List<BreakGlass> all(Caller.User caller) {
        List<Versioned<StoredBreakGlass>> found;
        if (caller.may(Permission.BREAK_GLASS_REVIEW)) {
            found = stores.opened().all(caller.tenant());
        } else {
            caller.require(Permission.BREAK_GLASS_USE);
            found = stores.opened().ofUser(caller.tenant(), caller.user());
        }
        return found.stream().map(stored -> stored.value().shown(stored.id())).toList();
    }

    @Override
    public void end(Caller.User caller, String id) {
        boolean any = caller.may(Permission.BREAK_GLASS_REVIEW);
        if (!any) {
            caller.require(Permission.BREAK_GLASS_USE);
        }
        Versioned<StoredBreakGlass> opened = stores.opened()
                .opened(caller.tenant(), id)
                .filter(found -> any || found.value().userId().equals(caller.user()))
                .orElseThrow(BreakGlasses::unknown);
        Instant now = now();
        // The session first: who gets no answer tries again.
        sessions.end(caller.tenant(), opened.value().sessionId());
        if (opened.value().isOpen(now)
                && stores.opened()
                        .replace(caller.tenant(), opened, opened.value().ended(now))) {
            sources.events().ended(caller, id, opened.value());
        }
    }

    private static String checked(Opening opening) {
        Permission permission = opening.permission();
        if ((permission == null) == (opening.conversationId() == null)) {
            throw ProblemType.VALIDATION_FAILED.because("either a permission or a conversation must be given");
        }
        if (permission != null && !OPENABLE.contains(permission)) {
            throw AuthProblems.invalid("permission", "must be " + Permission.AUDIT_READ.code());
        }
        if (opening.minutes() < 1 || opening.minutes() > MOST_MINUTES) {
            throw AuthProblems.invalid("minutes", "must be 1 to " + MOST_MINUTES);
        }
        return VisibleText.of(opening.reason(), MOST_OF_REASON)
                .filter(reason -> reason.codePoints().count() >= FEWEST_OF_REASON)
                .orElseThrow(() -> AuthProblems.invalid("reason", "must have 10 to 500 visible characters"));
    }

    /// In milliseconds, as times are kept.
    private Instant now() {
        return sources.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such break-glass");
    }
}
