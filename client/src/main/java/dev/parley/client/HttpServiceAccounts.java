package dev.parley.client;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.core.caller.Caller;
import java.util.List;

/// [ServiceAccountsApi] over HTTP.
public final class HttpServiceAccounts implements ServiceAccountsApi {
    private static final String PATH = "/v1/service-accounts";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpServiceAccounts(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Account create(Caller.User caller, NewServiceAccount account) {
        return http.call(as(caller, Call.post(PATH).json(account)).once(), Account.class);
    }

    @Override
    public List<Account> all(Caller.User caller) {
        return http.call(as(caller, Call.get(PATH)), Listed.class).accounts;
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Listed(List<Account> accounts) {}
}
