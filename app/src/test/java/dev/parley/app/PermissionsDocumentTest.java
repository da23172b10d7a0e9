package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.json.Json;
import dev.parley.http.Contract;
import dev.parley.http.Operation;
import dev.parley.http.Operation.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds `docs/spec/permissions.md` to what is enforced. With `-Dparley.write=true` it writes the document anew.
class PermissionsDocumentTest {
    private static final Path DOCUMENT = SourceTree.root().resolve("docs/spec/permissions.md");
    private static final List<String> SERVICES =
            List.of("auth", "messaging", "media", "search", "compliance", "crypto", "gateway");

    @Test
    void theDocumentSaysWhatIsEnforced() throws IOException {
        String document = document();
        if (Boolean.getBoolean("parley.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(SourceTree.read(DOCUMENT))
                .as("write it anew: mvn -pl app -am test -Dtest=PermissionsDocumentTest -Dparley.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(document);
    }

    private static String document() {
        List<String> lines = new ArrayList<>();
        lines.add("# Permissions");
        lines.add("");
        lines.add("Made from `dev.parley.core.caller.Role` and the contracts (`x-parley-permission`) by");
        lines.add("`PermissionsDocumentTest`; do not edit it. Each cell is tried through each operation by");
        lines.add("`PermissionTableTest` (auth) and `PermissionsTest` (all others).");
        lines.add("");
        lines.add(
                "A permission opens operations, never other people's things: who may read messages reads those of the");
        lines.add(
                "conversations that they are in. Nobody gives what they have not, and nobody administers an account that");
        lines.add("may do more than they themselves.");
        lines.add("");
        lines.add("## Roles");
        lines.add("");
        lines.add(
                "`role` is whether roles of the tenant's own making can have it, `token` whether it can be a scope of an");
        lines.add("API token.");
        lines.add("");
        List<String> roles = Arrays.stream(Role.values())
                .map(role -> Json.mapper().convertValue(role, String.class))
                .toList();
        lines.add("| permission | opens | " + String.join(" | ", roles) + " | role | token |");
        lines.add("|---|---|" + "---|".repeat(roles.size() + 2));
        for (Permission permission : Permission.values()) {
            String cells = Arrays.stream(Role.values())
                    .map(role -> mark(role.permissions().contains(permission)))
                    .collect(Collectors.joining(" | "));
            lines.add("| `" + permission.code() + "` | " + permission.meaning() + " | " + cells + " | "
                    + mark(permission.inCustomRoles()) + " | " + mark(permission.inApiTokens()) + " |");
        }
        lines.add("");
        lines.add("## Operations");
        lines.add("");
        lines.add(
                "What a signed-in user needs, one where several are named. Where none is, any sign-in will do, and an API");
        lines.add("token or a break-glass will not.");
        lines.add("");
        lines.add("| service | operation | | permission |");
        lines.add("|---|---|---|---|");
        for (String service : SERVICES) {
            for (Operation operation : Contract.load(service).operations()) {
                if (operation.security().contains(Access.USER)) {
                    lines.add("| " + service + " | `" + operation.id() + "` | `" + operation.method() + " "
                            + operation.path() + "` | " + needed(operation) + " |");
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String needed(Operation operation) {
        return operation.permissions().stream()
                .sorted()
                .map(permission -> "`" + permission.code() + "`")
                .collect(Collectors.joining(" or "));
    }

    private static String mark(boolean yes) {
        return yes ? "✓" : "";
    }
}
