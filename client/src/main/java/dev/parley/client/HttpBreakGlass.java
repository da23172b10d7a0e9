package dev.parley.client;

import dev.parley.api.auth.BreakGlassApi;
import dev.parley.core.caller.Caller;
import java.util.List;

/// [BreakGlassApi] over HTTP.
public final class HttpBreakGlass implements BreakGlassApi {
    private static final String PATH = "/v1/break-glass";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpBreakGlass(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Opened open(Caller.User caller, Opening opening) {
        return http.call(as(caller, Call.post(PATH).json(opening)).once(), Opened.class);
    }

    @Override
    public List<BreakGlass> all(Caller.User caller) {
        return http.call(as(caller, Call.get(PATH)), Listed.class).breakGlass;
    }

    @Override
    public void end(Caller.User caller, String id) {
        http.callForNothing(as(caller, Call.delete(PATH + "/{}", id)));
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Listed(List<BreakGlass> breakGlass) {}
}
