package dev.parley.client;

import dev.parley.api.auth.ApiTokensApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;
import java.util.List;

/// [ApiTokensApi] over HTTP.
public final class HttpApiTokens implements ApiTokensApi {
    private static final String OWN = "/v1/me/tokens";
    private static final String OF_ACCOUNT = "/v1/accounts/{}/tokens";
    private static final String ONE = "/{}";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpApiTokens(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /// Never sent twice: a token whose secret nobody got is one too many.
    @Override
    public CreatedApiToken create(Caller.User caller, UserId owner, NewApiToken token) {
        Call call = caller.user().equals(owner) ? Call.post(OWN) : Call.post(OF_ACCOUNT, owner.value());
        return http.call(as(caller, call.json(token)).once(), CreatedApiToken.class);
    }

    @Override
    public List<ApiToken> tokens(Caller.User caller, UserId owner) {
        Call call = caller.user().equals(owner) ? Call.get(OWN) : Call.get(OF_ACCOUNT, owner.value());
        return http.call(as(caller, call), Listed.class).tokens;
    }

    @Override
    public void revoke(Caller.User caller, UserId owner, String tokenId) {
        Call call = caller.user().equals(owner)
                ? Call.delete(OWN + ONE, tokenId)
                : Call.delete(OF_ACCOUNT + ONE, owner.value(), tokenId);
        http.callForNothing(as(caller, call).once());
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Listed(List<ApiToken> tokens) {}
}
