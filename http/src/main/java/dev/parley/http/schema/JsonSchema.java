package dev.parley.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.parley.core.problem.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.List;

/// One compiled schema.
public final class JsonSchema {
    /// As many errors as a person would read.
    public static final int MAX_ERRORS = 10;

    private static final int MAX_DETAIL_CHARACTERS = 200;

    private final Schema schema;

    JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /// What is wrong with `value`; empty when it follows the schema. At most [#MAX_ERRORS], each with a JSON
    /// pointer into `value` (to the missing or unknown member itself where that is the error).
    public List<FieldError> errors(JsonNode value) {
        List<Error> found = schema.validate(value);
        if (found.isEmpty()) {
            return List.of();
        }
        List<FieldError> errors = new ArrayList<>(Math.min(found.size(), MAX_ERRORS));
        for (Error error : found.subList(0, Math.min(found.size(), MAX_ERRORS))) {
            errors.add(new FieldError(pointer(error), detail(error)));
        }
        return errors;
    }

    private static String pointer(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String member = error.getProperty();
        return member == null
                ? pointer
                : pointer + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    private static String detail(Error error) {
        String detail = error.getMessage();
        return detail.length() <= MAX_DETAIL_CHARACTERS ? detail : detail.substring(0, MAX_DETAIL_CHARACTERS) + "…";
    }
}
