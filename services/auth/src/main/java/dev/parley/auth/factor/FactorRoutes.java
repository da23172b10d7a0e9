package dev.parley.auth.factor;

import dev.parley.api.auth.FactorsApi.NewPasskey;
import dev.parley.api.auth.FactorsApi.TotpConfirmation;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;

/// The owner's factors over HTTP. What is shown once must not be kept by anything on its way.
public final class FactorRoutes {
    private final Factors factors;

    public FactorRoutes(Factors factors) {
        this.factors = factors;
    }

    public Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("listFactors", this::list)
                .on("beginTotp", this::beginTotp)
                .on("confirmTotp", this::confirmTotp)
                .on("beginPasskey", this::beginPasskey)
                .on("addPasskey", this::addPasskey)
                .on("renewRecoveryCodes", this::renewCodes)
                .on("removeFactor", this::remove);
    }

    private Response list(Request request) {
        return Response.ok(factors.factors(request.user()));
    }

    private Response beginTotp(Request request) {
        return once(Response.created(factors.beginTotp(request.user())));
    }

    private Response confirmTotp(Request request) throws IOException {
        TotpConfirmation body = request.json(TotpConfirmation.class);
        return once(
                Response.created(factors.confirmTotp(request.user(), body, ClientAddress.of(request.remoteAddress()))));
    }

    private Response beginPasskey(Request request) {
        return once(Response.created(factors.beginPasskey(request.user())));
    }

    private Response addPasskey(Request request) throws IOException {
        return once(Response.created(factors.addPasskey(request.user(), request.json(NewPasskey.class))));
    }

    private Response renewCodes(Request request) {
        return once(Response.created(factors.renewRecoveryCodes(request.user())));
    }

    private Response remove(Request request) {
        factors.remove(request.user(), request.pathParameter("factorId"));
        return Response.noContent();
    }

    private static Response once(Response response) {
        return response.withHeader("Cache-Control", "no-store");
    }
}
