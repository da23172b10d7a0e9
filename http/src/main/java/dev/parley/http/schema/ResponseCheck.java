package dev.parley.http.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.http.Operation;
import dev.parley.http.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One operation's answers as the contract declares them, for tests. Problems are not looked at: their form is
/// the kit's own.
public final class ResponseCheck {
    private final Operation operation;
    private final Map<String, Map<String, JsonSchema>> responses;

    private ResponseCheck(Operation operation, Map<String, Map<String, JsonSchema>> responses) {
        this.operation = operation;
        this.responses = responses;
    }

    /// Compiles what `schemas` says of the answers of `operation`.
    public static ResponseCheck compile(Schemas schemas, Operation operation) {
        JsonPointer declared = Schemas.operation(operation).appendProperty("responses");
        Map<String, Map<String, JsonSchema>> responses = new HashMap<>();
        for (Map.Entry<String, JsonNode> response : schemas.node(declared).properties()) {
            JsonPointer content =
                    schemas.locate(declared.appendProperty(response.getKey())).appendProperty("content");
            Map<String, JsonSchema> bodies = new HashMap<>();
            for (Map.Entry<String, JsonNode> type : schemas.node(content).properties()) {
                if (MediaType.isJson(type.getKey()) && type.getValue().has("schema")) {
                    JsonPointer place = content.appendProperty(type.getKey()).appendProperty("schema");
                    bodies.put(MediaType.essence(type.getKey()), schemas.at(place));
                }
            }
            responses.put(response.getKey(), bodies);
        }
        return new ResponseCheck(operation, responses);
    }

    /// @throws IllegalStateException when the answer is not what the contract promises
    public void check(Response response) throws IOException {
        if (response.status() >= 400) {
            return;
        }
        Map<String, JsonSchema> bodies = responses.get(Integer.toString(response.status()));
        if (bodies == null) {
            throw new IllegalStateException(operation.id() + " does not declare the status " + response.status());
        }
        JsonSchema schema =
                bodies.get(MediaType.essence(response.header("Content-Type").orElse("")));
        if (schema != null) {
            List<FieldError> errors = schema.errors(Json.parse(response.wholeBody()));
            if (!errors.isEmpty()) {
                throw new IllegalStateException(operation.id() + " answered against its contract: " + errors);
            }
        }
    }
}
