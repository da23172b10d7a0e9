package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.remote.Remote;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import dev.parley.http.Contract;
import dev.parley.http.Operation;
import dev.parley.http.Operation.Access;
import dev.parley.http.Operation.Exposure;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What services ask one another is answered to services alone, whoever can reach their ports.
class InternalRoutesTest {
    private static final List<String> SERVICES =
            List.of("auth", "compliance", "crypto", "messaging", "media", "search");
    private static final ServiceTokens STRANGER =
            new ServiceTokens(Secret.of("not the secret of this installation"), InstantSource.system());

    @Test
    void refuseWhoeverIsNoService() throws Exception {
        try (TemporaryPlatform platform = TemporaryPlatform.start();
                Remote remote = new Remote(platform.urls())) {
            String user = user(remote);
            int asked = 0;
            for (String service : SERVICES) {
                for (Operation operation : internal(service)) {
                    assertClosed(remote, platform.tokens(), service, operation, user);
                    asked++;
                }
            }
            assertThat(asked).isGreaterThanOrEqualTo(7);
        }
    }

    private static void assertClosed(
            Remote remote, ServiceTokens tokens, String service, Operation operation, String user) {
        String path = path(operation);
        String route = service + " " + operation.method() + " " + path;
        String elsewhere = service.equals("crypto") ? "auth" : "crypto";
        for (String token : List.of(
                "",
                "not-a-token",
                STRANGER.mint("gateway", service, TenantId.DEFAULT),
                tokens.mint("gateway", elsewhere, TenantId.DEFAULT))) {
            assertThat(remote.call(operation.method(), service, path, token).status())
                    .as(route)
                    .isEqualTo(401);
        }
        if (!operation.security().contains(Access.USER)) {
            assertThat(remote.call(operation.method(), service, path, user).status())
                    .as(route + " by a user")
                    .isEqualTo(403);
        }
        // The door is there: a service passes it, whatever its question is worth.
        String known = tokens.mint("gateway", service, TenantId.DEFAULT);
        assertThat(remote.call(operation.method(), service, path, known).status())
                .as(route + " by a service")
                .isNotIn(401, 403);
        assertThat(remote.call(operation.method(), "gateway", path, known).status())
                .as(route + " through the gateway")
                .isIn(404, 405);
    }

    private static List<Operation> internal(String service) {
        return Contract.load(service).operations().stream()
                .filter(operation -> operation.exposure() == Exposure.INTERNAL)
                .toList();
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll("\\{[^}]+}", "usr_01h455vb4pex5vsknk084sn02q");
    }

    private static String user(Remote remote) {
        ObjectNode person =
                Json.mapper().createObjectNode().put("userName", "ada").put("password", "a long walk by the harbour");
        ObjectNode registration = person.deepCopy().put("displayName", "Ada");
        remote.send("POST", "auth", "/v1/accounts", registration, "").expect(201);
        return remote.send("POST", "auth", "/v1/sessions", person.deepCopy().put("device", "test"), "")
                .expect(201)
                .json()
                .path("accessToken")
                .asText();
    }
}
