package dev.parley.client;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.ActiveSession;
import dev.parley.api.auth.OwnAccountApi;
import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.Profile;
import dev.parley.api.auth.ProfileChange;
import dev.parley.client.ParleyHttp.Reply;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.util.List;

/// [OwnAccountApi] over HTTP.
///
/// A change of the password and closing the account are not sent again when the answer was lost: after the first,
/// the password or the token that the second would bring is refused. Whoever catches the
/// [dev.parley.core.problem.AmbiguousCommitException] can find out by signing in.
public final class HttpOwnAccount implements OwnAccountApi {
    private static final String ME = "/v1/me";
    private static final String SESSIONS = "/v1/me/sessions";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpOwnAccount(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Profile profile(Caller.User caller) {
        return profile(http.callForReply(as(caller, Call.get(ME)), Account.class));
    }

    @Override
    public Profile changeProfile(Caller.User caller, ProfileChange change, long expectedVersion) {
        Call call = Call.patch(ME).json(change).header("If-Match", "\"" + expectedVersion + "\"");
        return profile(http.callForReply(as(caller, call).once(), Account.class));
    }

    @Override
    public void changePassword(Caller.User caller, PasswordChange change) {
        http.callForNothing(as(caller, Call.put("/v1/me/password").json(change)).once());
    }

    @Override
    public void deactivate(Caller.User caller, Secret password) {
        http.callForNothing(as(caller, Call.post("/v1/me/deactivation").json(new Deactivation(password))));
    }

    @Override
    public List<ActiveSession> sessions(Caller.User caller) {
        return http.call(as(caller, Call.get(SESSIONS)), Sessions.class).sessions;
    }

    @Override
    public void endSession(Caller.User caller, SessionId session) {
        http.callForNothing(
                as(caller, Call.delete(SESSIONS + "/{}", session.value())).once());
    }

    @Override
    public void endOtherSessions(Caller.User caller) {
        http.callForNothing(as(caller, Call.delete(SESSIONS)));
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private static Profile profile(Reply<Account> reply) {
        String tag = reply.entityTag();
        if (tag == null || !tag.matches("\"[1-9]\\d{0,17}\"")) {
            throw ProblemType.BAD_GATEWAY.because("auth answered without a version");
        }
        return new Profile(reply.value(), Long.parseLong(tag.substring(1, tag.length() - 1)));
    }

    private record Deactivation(Secret password) {}

    private record Sessions(List<ActiveSession> sessions) {}
}
