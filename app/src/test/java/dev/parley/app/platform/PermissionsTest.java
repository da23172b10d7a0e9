package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.Reply;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.http.Contract;
import dev.parley.http.Operation;
import dev.parley.http.Operation.Access;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Permissions across the services, on a whole platform: every cell of the table through every operation, and what
/// API tokens and break-glass open where.
@TestInstance(Lifecycle.PER_CLASS)
class PermissionsTest {
    private static final List<String> SERVICES = List.of("compliance", "crypto", "messaging", "media", "search");
    private static final String ID = "01h455vb4pex5vsknk084sn02q";
    private static final String PASSWORD = "a long walk by the harbour";

    private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
    private TemporaryPlatform platform;
    private Remote remote;
    private JsonNode owner;
    private JsonNode adam;

    @BeforeAll
    void start() throws Exception {
        platform = TemporaryPlatform.start();
        remote = new Remote(platform.urls());
        owner = signUp("owner");
        JsonNode made = signUp("adam");
        ObjectNode roles = Json.mapper().createObjectNode();
        roles.putArray("roles").add("admin");
        String path = "/v1/accounts/" + made.path("userId").asText() + "/roles";
        remote.send("PUT", "gateway", path, roles, token(owner)).expect(200);
        adam = signIn("adam");
    }

    @AfterAll
    void stop() throws Exception {
        remote.close();
        platform.close();
    }

    private JsonNode signUp(String name) {
        ObjectNode registration = Json.mapper()
                .createObjectNode()
                .put("userName", name)
                .put("password", PASSWORD)
                .put("displayName", name);
        remote.send("POST", "gateway", "/v1/accounts", registration, "").expect(201);
        return signIn(name);
    }

    private JsonNode signIn(String name) {
        ObjectNode login = Json.mapper()
                .createObjectNode()
                .put("userName", name)
                .put("password", PASSWORD)
                .put("device", "test");
        return remote.send("POST", "gateway", "/v1/sessions", login, "")
                .expect(201)
                .json();
    }

    private static String token(JsonNode tokens) {
        return tokens.path("accessToken").asText();
    }

    private Caller.User caller(Set<Role> roles, Rights rights) {
        return new Caller.User(TenantId.DEFAULT, ids.userId(), ids.sessionId(), roles, rights);
    }

    private static List<Operation> guarded(String service) {
        return Contract.load(service).operations().stream()
                .filter(operation -> operation.security().contains(Access.USER))
                .toList();
    }

    /// By the words of the refusal: what is let through may be refused for another reason.
    private boolean isRefused(String service, Operation operation, Caller.User caller) {
        String path = operation
                .path()
                .replace("{conversationId}", "cnv_" + ID)
                .replace("{userId}", "usr_" + ID)
                .replace("{mediaId}", "med_" + ID)
                .replace("{name}", "a-key");
        String token = platform.tokens().mintFor("gateway", service, caller);
        Reply reply = operation.bodyRequired()
                ? remote.send(operation.method(), service, path, Json.mapper().createObjectNode(), token)
                : remote.call(operation.method(), service, path, token);
        assertThat(reply.status()).as(operation.id()).isNotEqualTo(401).isLessThan(500);
        if (reply.status() != 403) {
            return false;
        }
        String detail = reply.json().path("detail").asText();
        return operation.permissions().stream().map(Permission::code).anyMatch(detail::contains);
    }

    @Test
    void eachRoleMayWhatTheTableSays() {
        int cells = 0;
        for (String service : SERVICES) {
            for (Operation operation : guarded(service)) {
                assertThat(operation.permissions()).as(operation.id()).isNotEmpty();
                for (Role role : Role.values()) {
                    boolean allowed = operation.permissions().stream().anyMatch(role.permissions()::contains);
                    Caller.User caller = caller(Set.of(role), Rights.of(Set.of(role)));
                    assertThat(isRefused(service, operation, caller))
                            .as(role + " " + operation.id())
                            .isEqualTo(!allowed);
                    cells++;
                }
            }
        }
        assertThat(cells).isGreaterThanOrEqualTo(100);
    }

    /// A token that was given for less opens exactly that, whatever its owner may.
    @Test
    void eachPermissionAloneOpensItsOperations() {
        for (String service : SERVICES) {
            for (Operation operation : guarded(service)) {
                for (Permission permission : Permission.values()) {
                    Rights rights = new Rights(Set.of(permission), Rights.Via.API_TOKEN, null);
                    assertThat(isRefused(service, operation, caller(Set.of(), rights)))
                            .as(permission + " " + operation.id())
                            .isEqualTo(!operation.permissions().contains(permission));
                }
            }
        }
    }

    private JsonNode conversation(String title) {
        ObjectNode conversation = Json.mapper().createObjectNode().put("title", title);
        conversation.putArray("memberIds");
        return remote.send("POST", "gateway", "/v1/conversations", conversation, token(owner))
                .expect(201)
                .json();
    }

    private String messagesOf(JsonNode conversation) {
        return "/v1/conversations/" + conversation.path("id").asText() + "/messages";
    }

    @Test
    void anApiTokenIsGoodEverywhereUntilItIsRevoked() {
        JsonNode room = conversation("Room");
        ObjectNode wanted = Json.mapper()
                .createObjectNode()
                .put("name", "ci")
                .put("expiresAt", Json.time(Instant.now().plus(Duration.ofDays(1))));
        wanted.putArray("scopes").add("messages:read");
        JsonNode made = remote.send("POST", "gateway", "/v1/me/tokens", wanted, token(owner))
                .expect(201)
                .json();
        String secret = made.path("secret").asText();

        for (String service : List.of("gateway", "messaging")) {
            remote.get(service, messagesOf(room), secret).expect(200);
            remote.get(service, "/v1/conversations", secret).expect(403);
        }
        remote.get("gateway", "/v1/me", secret).expect(403);
        remote.get("gateway", "/v1/audit/head", secret).expect(403);

        String path = "/v1/me/tokens/" + made.path("token").path("id").asText();
        remote.call("DELETE", "gateway", path, token(owner)).expect(204);
        for (String service : List.of("gateway", "messaging")) {
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> remote.get(service, messagesOf(room), secret).status() == 401);
        }
    }

    @Test
    void anAdministratorReadsNothingButByBreakGlass() {
        JsonNode room = conversation("Private");
        JsonNode other = conversation("Also private");
        remote.get("gateway", messagesOf(room), token(adam)).expect(403);
        remote.get("gateway", "/v1/audit/head", token(adam)).expect(403);

        ObjectNode opening = Json.mapper()
                .createObjectNode()
                .put("conversationId", room.path("id").asText())
                .put("reason", "complaint 4711 of a customer")
                .put("minutes", 5);
        JsonNode opened = remote.send("POST", "gateway", "/v1/break-glass", opening, token(adam))
                .expect(201)
                .json();
        String key = opened.path("token").path("accessToken").asText();

        remote.get("gateway", messagesOf(room), key).expect(200);
        remote.get("gateway", messagesOf(other), key).expect(404);
        remote.get("gateway", "/v1/audit/head", key).expect(403);
        remote.get("gateway", "/v1/me", key).expect(403);
        assertThat(remote.get("gateway", "/v1/break-glass", token(owner))
                        .expect(200)
                        .json()
                        .path("breakGlass"))
                .hasSize(1);

        String path = "/v1/break-glass/" + opened.path("breakGlass").path("id").asText();
        remote.call("DELETE", "gateway", path, token(owner)).expect(204);
        await().atMost(Duration.ofSeconds(2))
                .until(() -> remote.get("gateway", messagesOf(room), key).status() == 401);
    }
}
