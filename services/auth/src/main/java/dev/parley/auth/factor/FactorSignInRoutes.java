package dev.parley.auth.factor;

import dev.parley.api.auth.FactorSignInsApi.PasskeyLogin;
import dev.parley.api.auth.FactorSignInsApi.SecondFactor;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.core.secret.Secret;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;

/// Signing in with factors over HTTP.
public final class FactorSignInRoutes {
    private final FactorSignIns signIns;

    public FactorSignInRoutes(FactorSignIns signIns) {
        this.signIns = signIns;
    }

    public Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("logInWithFactor", this::logInWithFactor)
                .on("enrolAtSignIn", this::enrol)
                .on("passkeyOptions", this::passkeyOptions)
                .on("logInWithPasskey", this::logInWithPasskey)
                .on("stepUpPasskeyOptions", this::stepUpPasskeyOptions)
                .on("stepUp", this::stepUp);
    }

    record Challenge(Secret challenge) {}

    private Response logInWithFactor(Request request) throws IOException {
        return once(Response.created(signIns.logInWithFactor(request.json(SecondFactor.class), from(request))));
    }

    private Response enrol(Request request) throws IOException {
        return once(Response.created(signIns.enrol(request.json(Challenge.class).challenge(), from(request))));
    }

    private Response passkeyOptions(Request request) {
        return once(Response.created(signIns.passkeyOptions()));
    }

    private Response logInWithPasskey(Request request) throws IOException {
        return once(Response.created(signIns.logInWithPasskey(request.json(PasskeyLogin.class), from(request))));
    }

    private Response stepUpPasskeyOptions(Request request) {
        return once(Response.created(signIns.stepUpPasskeyOptions(request.user())));
    }

    private Response stepUp(Request request) throws IOException {
        return once(Response.ok(signIns.stepUp(request.user(), request.json(StepUp.class), from(request))));
    }

    private static ClientAddress from(Request request) {
        return ClientAddress.of(request.remoteAddress());
    }

    private static Response once(Response response) {
        return response.withHeader("Cache-Control", "no-store");
    }
}
