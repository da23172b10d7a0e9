package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.FactorsApi;
import dev.parley.core.caller.Caller;
import java.util.Map;

/// [FactorsApi] over HTTP. What is shown once is asked for once: none of the calls that add is repeated.
public final class HttpFactors implements FactorsApi {
    private static final String FACTORS = "/v1/me/factors";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpFactors(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public OwnFactors factors(Caller.User caller) {
        return http.call(as(caller, Call.get(FACTORS)), OwnFactors.class);
    }

    @Override
    public TotpEnrolment beginTotp(Caller.User caller) {
        return http.call(as(caller, Call.post(FACTORS + "/totp").json(Map.of())), TotpEnrolment.class);
    }

    @Override
    public AddedFactor confirmTotp(Caller.User caller, TotpConfirmation confirmation) {
        return http.call(as(caller, Call.post(FACTORS + "/totp/confirmation").json(confirmation)), AddedFactor.class);
    }

    @Override
    public JsonNode beginPasskey(Caller.User caller) {
        return http.call(as(caller, Call.post(FACTORS + "/passkeys/options").json(Map.of())), JsonNode.class);
    }

    @Override
    public AddedFactor addPasskey(Caller.User caller, NewPasskey passkey) {
        return http.call(as(caller, Call.post(FACTORS + "/passkeys").json(passkey)), AddedFactor.class);
    }

    @Override
    public RecoveryCodes renewRecoveryCodes(Caller.User caller) {
        return http.call(as(caller, Call.post(FACTORS + "/recovery-codes").json(Map.of())), RecoveryCodes.class);
    }

    /// Not repeated: the second time there is no such factor any more.
    @Override
    public void remove(Caller.User caller, String factorId) {
        http.callForNothing(as(caller, Call.delete(FACTORS + "/{}", factorId).once()));
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }
}
