package dev.parley.app.platform;

import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.auth.Auth;
import dev.parley.auth.AuthPorts;
import dev.parley.auth.password.Argon2id;
import dev.parley.core.secret.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// Auth: accounts and sessions in the document store, signing keys sealed with a secret of their own.
final class AuthWiring {
    private AuthWiring() {}

    static Part wire(Foundation foundation, Peers peers, Shared shared, MeterRegistry metrics) {
        AuthPorts ports = new AuthPorts(
                foundation.storage.documents(),
                foundation.storage.signals(),
                shared.audit()::recordSynced,
                foundation.clock,
                foundation.random);
        try (Secret secret = foundation.secrets.obtain(SecretFiles.TOKEN_SEALING)) {
            Auth auth = new Auth(foundation.config.auth().own(), ports, secret, new Argon2id());
            Gauge.builder("parley.auth.failed.signins", auth, Auth::failedSignIns)
                    .description("Failed sign-ins of the present window")
                    .register(metrics);
            Gauge.builder("parley.auth.stuffing.networks", auth, Auth::stuffingNetworks)
                    .description("Addresses from which passwords of many accounts are tried")
                    .register(metrics);
            peers.provide(AccountsApi.class, auth.accounts());
            peers.provide(SessionsApi.class, auth.sessions());
            return new Part(auth.routes(), auth.dependencies(), List.of(auth));
        }
    }
}
