package dev.parley.client;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountAdministrationApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import java.util.Set;

/// [AccountAdministrationApi] over HTTP. All of it may be done twice.
public final class HttpAccountAdministration implements AccountAdministrationApi {
    private static final String DEACTIVATION = "/v1/accounts/{}/deactivation";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpAccountAdministration(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Account changeRoles(Caller.User caller, UserId user, Set<Role> roles) {
        Call call = Call.put("/v1/accounts/{}/roles", user.value()).json(new Roles(roles));
        return http.call(as(caller, call), Account.class);
    }

    @Override
    public void deactivate(Caller.User caller, UserId user) {
        http.callForNothing(as(caller, Call.put(DEACTIVATION, user.value())));
    }

    @Override
    public void reactivate(Caller.User caller, UserId user) {
        http.callForNothing(as(caller, Call.delete(DEACTIVATION, user.value())));
    }

    @Override
    public void endSessions(Caller.User caller, UserId user) {
        http.callForNothing(as(caller, Call.delete("/v1/accounts/{}/sessions", user.value())));
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Roles(Set<Role> roles) {}
}
