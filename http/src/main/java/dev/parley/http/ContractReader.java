package dev.parley.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.core.caller.Permission;
import dev.parley.http.Operation.Access;
import dev.parley.http.Operation.Exposure;
import dev.parley.http.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OpenAPI documents into [Contract]s. Whatever it does not understand among the things that the kit
/// enforces, it refuses.
final class ContractReader {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final String service;
    private final ObjectNode document;

    private ContractReader(String service, ObjectNode document) {
        this.service = service;
        this.document = document;
    }

    static Contract read(String service) {
        ObjectNode document = resource("/openapi/" + service + ".yaml");
        if (document == null) {
            throw new IllegalStateException("no contract at /openapi/" + service + ".yaml on the class path");
        }
        for (JsonNode part : document.path("x-parley-parts")) {
            ObjectNode more = resource("/openapi/" + part.asText() + ".yaml");
            if (more == null) {
                throw new IllegalStateException(service + ": no part at /openapi/" + part.asText() + ".yaml");
            }
            mergePaths(service, document, more);
            merge(service, document, more);
        }
        ObjectNode common = resource("/openapi/common.yaml");
        if (common != null) {
            merge(service, document, common);
        }
        return new Contract(service, document, new ContractReader(service, document).operations());
    }

    private static @Nullable ObjectNode resource(String path) {
        try (InputStream in = ContractReader.class.getResourceAsStream(path)) {
            return in == null ? null : (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static void mergePaths(String service, ObjectNode document, ObjectNode part) {
        ObjectNode paths = document.withObjectProperty("paths");
        for (Map.Entry<String, JsonNode> path : part.path("paths").properties()) {
            if (paths.has(path.getKey())) {
                throw new IllegalStateException(service + ": two of its documents have the path " + path.getKey());
            }
            paths.set(path.getKey(), path.getValue());
        }
    }

    private static void merge(String service, ObjectNode document, ObjectNode common) {
        ObjectNode components = document.withObjectProperty("components");
        for (Map.Entry<String, JsonNode> kind : common.path("components").properties()) {
            ObjectNode target = components.withObjectProperty(kind.getKey());
            for (Map.Entry<String, JsonNode> component : kind.getValue().properties()) {
                if (target.has(component.getKey())) {
                    throw new IllegalStateException(
                            service + ": component " + component.getKey() + " is there already");
                }
                target.set(component.getKey(), component.getValue());
            }
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(operation(path.getKey(), method.getKey()));
                }
            }
        }
        return operations;
    }

    private Operation operation(String path, String method) {
        JsonNode node = document.at(pointer(path, method));
        String id = node.path("operationId").asText();
        if (id.isEmpty()) {
            throw refuse(method + " " + path, "has no operationId");
        }
        JsonNode body =
                document.at(Schemas.locate(document, pointer(path, method).appendProperty("requestBody")));
        List<String> bodyTypes = new ArrayList<>();
        body.path("content").fieldNames().forEachRemaining(type -> bodyTypes.add(type.toLowerCase(Locale.ROOT)));
        JsonNode maxBody = node.path("x-parley-max-body-bytes");
        return new Operation(
                id,
                method.toUpperCase(Locale.ROOT),
                path,
                security(id, node),
                exposure(id, node.path("x-parley-exposure").asText("internal")),
                permissions(id, node.path("x-parley-permission")),
                maxBody.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(maxBody.longValue()),
                node.path("x-parley-streaming").asBoolean(false),
                body.path("required").asBoolean(false),
                bodyTypes,
                parameters(id, path, method));
    }

    private Set<Access> security(String id, JsonNode node) {
        JsonNode security = node.has("security") ? node.get("security") : document.path("security");
        if (!security.isArray()) {
            throw refuse(id, "declares no security (an empty list says that none is needed)");
        }
        Set<Access> access = EnumSet.noneOf(Access.class);
        for (JsonNode requirement : security) {
            List<String> names = new ArrayList<>();
            requirement.fieldNames().forEachRemaining(names::add);
            switch (String.join("+", names)) {
                case "user" -> access.add(Access.USER);
                case "service" -> access.add(Access.SERVICE);
                default -> throw refuse(id, "declares a security that is neither user nor service: " + names);
            }
        }
        return access;
    }

    private Exposure exposure(String id, String text) {
        return switch (text) {
            case "public" -> Exposure.PUBLIC;
            case "internal" -> Exposure.INTERNAL;
            default -> throw refuse(id, "has an unknown x-parley-exposure: " + text);
        };
    }

    /// @param declared one code, or a list of which any will do
    private Set<Permission> permissions(String id, JsonNode declared) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        List<JsonNode> codes = new ArrayList<>();
        if (declared.isArray()) {
            declared.forEach(codes::add);
        } else if (!declared.isMissingNode()) {
            codes.add(declared);
        }
        for (JsonNode code : codes) {
            permissions.add(Permission.of(code.asText())
                    .orElseThrow(() -> refuse(id, "has an unknown x-parley-permission: " + code)));
        }
        return permissions;
    }

    private List<Parameter> parameters(String id, String path, String method) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        JsonPointer operation = pointer(path, method);
        // Those of the operation take the place of those that hold for the whole path.
        for (JsonPointer owner : List.of(operation.head(), operation)) {
            JsonPointer list = owner.appendProperty("parameters");
            for (int i = 0; i < document.at(list).size(); i++) {
                JsonPointer place = Schemas.locate(document, list.appendIndex(i));
                JsonNode declared = document.at(place);
                Parameter parameter = new Parameter(
                        declared.path("name").asText(),
                        in(id, declared.path("in").asText()),
                        declared.path("required").asBoolean(false),
                        place.appendProperty("schema"));
                parameters.put(parameter.in() + " " + parameter.name().toLowerCase(Locale.ROOT), parameter);
            }
        }
        return List.copyOf(parameters.values());
    }

    private static JsonPointer pointer(String path, String method) {
        return JsonPointer.empty()
                .appendProperty("paths")
                .appendProperty(path)
                .appendProperty(method.toLowerCase(Locale.ROOT));
    }

    private Parameter.In in(String id, String text) {
        return switch (text) {
            case "path" -> Parameter.In.PATH;
            case "query" -> Parameter.In.QUERY;
            case "header" -> Parameter.In.HEADER;
            default -> throw refuse(id, "has a parameter that is not in path, query or header: " + text);
        };
    }

    private IllegalStateException refuse(String where, String why) {
        return new IllegalStateException("contract of " + service + ": " + where + " " + why);
    }
}
