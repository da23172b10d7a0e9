package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.http.Contract;
import dev.parley.http.Operation;
import dev.parley.http.Operation.Access;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of the table of roles and permissions, through every operation of auth that names a permission: each
/// role tries each, with a token of a real sign-in.
///
/// What lets a caller pass may still be refused for another reason: the ids are made up and the bodies empty. So
/// the refusal is told by its words, which name the permission.
@TestInstance(Lifecycle.PER_CLASS)
class PermissionTableTest {
    private static final String ID = "01h455vb4pex5vsknk084sn02q";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Role, String> names = new EnumMap<>(Role.class);
    private Fixture fixture;
    private AuthServer server;
    private Caller.User owner;

    @BeforeAll
    void open(@TempDir Path folder) {
        fixture = new Fixture(folder);
        server = new AuthServer(fixture);
        Tokens first = fixture.signUp("founder");
        owner = new Caller.User(TenantId.DEFAULT, first.userId(), first.sessionId(), Set.of(Role.OWNER));
        for (Role role : Role.values()) {
            if (role != Role.BOT) {
                String name = "has-" + role.ordinal();
                UserId user = fixture.signUp(name).userId();
                fixture.auth.administration().changeRoles(owner, user, Set.of(role));
                names.put(role, name);
            }
        }
    }

    @AfterAll
    void close() {
        http.close();
        server.close();
        fixture.close();
    }

    static Stream<Operation> guarded() {
        return Contract.load("auth").operations().stream()
                .filter(operation -> operation.security().contains(Access.USER));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void everyOperationForUsersNamesAPermission(Operation operation) {
        assertThat(operation.permissions()).as(operation.id()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void eachRoleMayWhatTheTableSays(Operation operation) throws Exception {
        for (Map.Entry<Role, String> who : names.entrySet()) {
            // A sign-in of its own, since some of the operations end it.
            String token = token(who.getValue());
            boolean allowed =
                    operation.permissions().stream().anyMatch(who.getKey().permissions()::contains);
            assertThat(isRefused(operation, token))
                    .as(who.getKey() + " " + operation.id())
                    .isEqualTo(!allowed);
        }
    }

    private String token(String userName) {
        return new String(
                fixture.auth
                        .sessions()
                        .logIn(Fixture.login(userName), Fixture.HOME)
                        .accessToken()
                        .reveal(),
                java.nio.charset.StandardCharsets.US_ASCII);
    }

    private boolean isRefused(Operation operation, String token) throws Exception {
        String path = operation
                .path()
                .replace("{userId}", "usr_" + ID)
                .replace("{sessionId}", "ses_" + ID)
                .replace("{factorId}", "fac_" + ID)
                .replace("{clientId}", "cli_" + ID)
                .replace("{roleId}", "rol_" + ID)
                .replace("{tokenId}", "pat_" + ID)
                .replace("{breakGlassId}", "bgl_" + ID);
        assertThat(path).doesNotContain("{");
        URI uri = server.uri(path + (operation.id().equals("findAccount") ? "?userName=nobody" : ""));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        if (operation.bodyRequired()) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                operation.method(), operation.bodyRequired() ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(operation.id()).isNotEqualTo(401).isLessThan(500);
        if (response.statusCode() != 403) {
            return false;
        }
        JsonNode problem = Json.parse(response.body());
        assertThat(problem.path("code").asText()).isEqualTo("forbidden");
        List<String> codes =
                operation.permissions().stream().map(Permission::code).toList();
        return codes.stream().anyMatch(problem.path("detail").asText()::contains);
    }
}
