package dev.parley.auth;

import dev.parley.client.AuthClient;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import java.net.URI;

/// What `docs/guides/java-client.md` shows, word for word.
final class JavaClientExample implements AutoCloseable {
    private final AuthClient auth;

    JavaClientExample(Secret serviceKey, URI address) {
        auth = AuthClient.open("billing", serviceKey, address);
    }

    // guide: begin
    /// Whom a bearer token stands for. Refuses tokens that are wrong, over, or of a session that has ended.
    String nameOf(String bearerToken) {
        return switch (auth.authenticate(bearerToken)) {
            case Caller.User user -> auth.account(user, user.user()).displayName();
            case Caller.Service service -> "the service " + service.name();
            case Caller.Anonymous nobody -> throw new AssertionError("a token is somebody's");
        };
    }
    // guide: end

    AuthClient client() {
        return auth;
    }

    @Override
    public void close() {
        auth.close();
    }
}
