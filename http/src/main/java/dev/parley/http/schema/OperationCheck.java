package dev.parley.http.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Operation;
import dev.parley.http.Parameter;
import dev.parley.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One operation's contract, compiled: refuses requests that do not follow it. Immutable.
public final class OperationCheck {
    private final Operation operation;
    private final List<CheckedParameter> parameters;
    private final Set<String> queryNames;
    private final Map<String, JsonSchema> bodies;

    private OperationCheck(Operation operation, List<CheckedParameter> parameters, Map<String, JsonSchema> bodies) {
        this.operation = operation;
        this.parameters = parameters;
        this.bodies = bodies;
        this.queryNames = new HashSet<>();
        for (CheckedParameter parameter : parameters) {
            if (parameter.declared.in() == Parameter.In.QUERY) {
                queryNames.add(parameter.declared.name());
            }
        }
    }

    /// @param type what the schema says that the text means
    /// @param itemType the same for the elements of an array
    private record CheckedParameter(Parameter declared, String type, String itemType, JsonSchema schema) {}

    /// Compiles what `schemas` says of `operation`.
    public static OperationCheck compile(Schemas schemas, Operation operation) {
        List<CheckedParameter> parameters = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            JsonPointer place = schemas.locate(parameter.schema());
            JsonPointer items = schemas.locate(place.appendProperty("items"));
            parameters.add(new CheckedParameter(
                    parameter,
                    schemas.node(place).path("type").asText("string"),
                    schemas.node(items).path("type").asText("string"),
                    schemas.at(place)));
        }
        Map<String, JsonSchema> bodies = new HashMap<>();
        JsonPointer content = schemas.locate(Schemas.operation(operation).appendProperty("requestBody"))
                .appendProperty("content");
        for (Map.Entry<String, JsonNode> type : schemas.node(content).properties()) {
            if (type.getValue().has("schema") && !operation.streaming()) {
                JsonPointer place = content.appendProperty(type.getKey()).appendProperty("schema");
                bodies.put(MediaType.essence(type.getKey()), schemas.at(place));
            }
        }
        return new OperationCheck(operation, parameters, bodies);
    }

    /// Refuses path, query and header parameters that do not follow the contract.
    public void checkParameters(Request request) {
        List<FieldError> errors = new ArrayList<>();
        for (String name : request.queryNames()) {
            if (!queryNames.contains(name)) {
                errors.add(new FieldError(shortened(name), "is not a parameter of this operation"));
            }
        }
        for (CheckedParameter parameter : parameters) {
            check(parameter, values(request, parameter.declared), errors);
        }
        refuseIfAny(errors);
    }

    /// Refuses a body that does not follow the contract.
    ///
    /// @param mediaType its type without parameters
    public void checkBody(String mediaType, JsonNode value) {
        JsonSchema schema = bodies.get(mediaType);
        if (schema != null) {
            refuseIfAny(schema.errors(value));
        }
    }

    private static void refuseIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            List<FieldError> first = errors.subList(0, Math.min(errors.size(), JsonSchema.MAX_ERRORS));
            throw new ProblemException(
                    ProblemType.VALIDATION_FAILED, "see errors for what is wrong where", first, null);
        }
    }

    private static List<String> values(Request request, Parameter parameter) {
        return switch (parameter.in()) {
            case PATH -> List.of(request.pathParameter(parameter.name()));
            case QUERY -> request.queryAll(parameter.name());
            case HEADER -> request.header(parameter.name()).map(List::of).orElse(List.of());
        };
    }

    private static void check(CheckedParameter parameter, List<String> values, List<FieldError> errors) {
        String name = parameter.declared.name();
        if (values.isEmpty()) {
            if (parameter.declared.required()) {
                errors.add(new FieldError(name, "is required"));
            }
            return;
        }
        JsonNode value;
        if (parameter.type.equals("array")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
            for (String text : values) {
                array.add(read(parameter.itemType, text));
            }
            value = array;
        } else if (values.size() > 1) {
            errors.add(new FieldError(name, "is given more than once"));
            return;
        } else {
            value = read(parameter.type, values.getFirst());
        }
        for (FieldError error : parameter.schema.errors(value)) {
            errors.add(new FieldError(name + error.pointer(), error.detail()));
        }
    }

    /// The text as the JSON value that the schema expects; a text that is none stays a text, so that the schema
    /// says what is wrong.
    private static JsonNode read(String type, String text) {
        JsonNode value = switch (type) {
            case "integer" -> isInteger(text) ? JsonNodeFactory.instance.numberNode(Long.parseLong(text)) : null;
            case "number" -> number(text);
            case "boolean" -> bool(text);
            default -> null;
        };
        return value == null ? JsonNodeFactory.instance.textNode(text) : value;
    }

    // Long.parseLong alone would take a plus sign and the digits of other scripts.
    private static boolean isInteger(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        if (text.length() == start || text.length() > 18) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode number(String text) {
        if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            return null;
        }
        return JsonNodeFactory.instance.numberNode(new java.math.BigDecimal(text));
    }

    private static @Nullable JsonNode bool(String text) {
        return switch (text) {
            case "true" -> JsonNodeFactory.instance.booleanNode(true);
            case "false" -> JsonNodeFactory.instance.booleanNode(false);
            default -> null;
        };
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }

    public Operation operation() {
        return operation;
    }
}
