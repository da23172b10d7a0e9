package dev.parley.app.platform;

import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.auth.Auth;
import dev.parley.auth.AuthPorts;
import dev.parley.auth.password.Argon2id;
import dev.parley.core.secret.Secret;
import java.util.List;

/// Auth: accounts and sessions in the document store, signing keys sealed with a secret of their own.
final class AuthWiring {
    private AuthWiring() {}

    static Part wire(Foundation foundation, Peers peers, Shared shared) {
        AuthPorts ports = new AuthPorts(
                foundation.storage.documents(),
                foundation.storage.signals(),
                shared.audit()::recordSynced,
                foundation.clock,
                foundation.random);
        try (Secret secret = foundation.secrets.obtain(SecretFiles.TOKEN_SEALING)) {
            Auth auth = new Auth(foundation.config.auth().own(), ports, secret, new Argon2id());
            peers.provide(AccountsApi.class, auth.accounts());
            peers.provide(SessionsApi.class, auth.sessions());
            return new Part(auth.routes(), auth.dependencies(), List.of(auth));
        }
    }
}
