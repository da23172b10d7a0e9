package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import java.util.Map;

/// [FactorSignInsApi] over HTTP. A factor is good for one use, so nothing here is sent twice.
public final class HttpFactorSignIns implements FactorSignInsApi {
    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpFactorSignIns(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Tokens logInWithFactor(SecondFactor factor) {
        return http.call(Call.post("/v1/sessions/second-factor").json(factor), Tokens.class);
    }

    @Override
    public TotpEnrolment enrol(Secret challenge) {
        return http.call(Call.post("/v1/sessions/enrolment").json(new Challenge(challenge)), TotpEnrolment.class);
    }

    @Override
    public JsonNode passkeyOptions() {
        return http.call(Call.post("/v1/sessions/passkey/options").json(Map.of()), JsonNode.class);
    }

    @Override
    public Tokens logInWithPasskey(PasskeyLogin login) {
        return http.call(Call.post("/v1/sessions/passkey").json(login), Tokens.class);
    }

    @Override
    public JsonNode stepUpPasskeyOptions(Caller.User caller) {
        Call call = Call.post("/v1/sessions/current/step-up/passkey-options")
                .json(Map.of())
                .bearer(credentials.forCaller(http.target(), caller));
        return http.call(call, JsonNode.class);
    }

    @Override
    public AccessToken stepUp(Caller.User caller, StepUp proof) {
        Call call = Call.post("/v1/sessions/current/step-up")
                .json(proof)
                .bearer(credentials.forCaller(http.target(), caller));
        return http.call(call, AccessToken.class);
    }

    private record Challenge(Secret challenge) {}
}
