package dev.parley.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What changed between a schema that was released and the present one, so that events on the log no longer fit, or
/// readers no longer find what they read.
final class SchemaChange {
    private static final Set<String> LIMITS = Set.of(
            "type",
            "pattern",
            "format",
            "enum",
            "const",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems");

    private final List<String> found = new ArrayList<>();

    private SchemaChange() {}

    /// Each breach, with its place. A new property that is not required is none.
    static List<String> breaches(JsonNode released, JsonNode present) {
        SchemaChange change = new SchemaChange();
        change.compare("", released, present);
        return List.copyOf(change.found);
    }

    private void compare(String place, JsonNode released, JsonNode present) {
        for (String limit : LIMITS) {
            if (!released.path(limit).equals(present.path(limit))) {
                found.add(place + "/" + limit + " changed");
            }
        }
        for (String required : texts(present.path("required"))) {
            if (!texts(released.path("required")).contains(required)) {
                found.add(place + "/" + required + " became required");
            }
        }
        for (String required : texts(released.path("required"))) {
            if (!texts(present.path("required")).contains(required)) {
                found.add(place + "/" + required + " is no longer required");
            }
        }
        released.path("properties").properties().forEach(property -> {
            String name = place + "/" + property.getKey();
            JsonNode now = present.path("properties").path(property.getKey());
            if (now.isMissingNode()) {
                found.add(name + " is gone");
            } else {
                compare(name, property.getValue(), now);
            }
        });
        if (released.has("items")) {
            compare(place + "/items", released.path("items"), present.path("items"));
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
