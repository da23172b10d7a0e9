package dev.parley.gateway;

import dev.parley.http.Filter;
import dev.parley.http.Handler;
import dev.parley.http.Request;
import dev.parley.http.Response;

/// Tells browsers to come by https only, for a year from now on (RFC 6797). Only for servers that speak TLS with a
/// certificate that browsers believe: with any other the header counts for nothing.
///
/// Other hosts below the same name are not meant: what speaks there is not ours to say.
public final class StrictTransport implements Filter {
    private static final String YEAR = "max-age=31536000";

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        return next.handle(request).withHeader("Strict-Transport-Security", YEAR);
    }
}
