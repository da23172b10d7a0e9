package dev.parley.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `deploy/compose.yaml` as a container engine sees it: anchors and merge keys resolved.
record ComposeFile(JsonNode root) {
    static ComposeFile read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(200);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            return new ComposeFile(new ObjectMapper().valueToTree(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        root.path("services").properties().forEach(service -> services.put(service.getKey(), service.getValue()));
        return services;
    }

    /// The containers that run Parley itself.
    Map<String, JsonNode> parley() {
        Map<String, JsonNode> ours = services();
        ours.values().removeIf(service -> !service.has("build"));
        return ours;
    }

    TreeSet<String> names(String section) {
        TreeSet<String> names = new TreeSet<>();
        root.path(section).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// The names that a list of texts, or of objects with `key`, or an object mentions.
    static List<String> mentioned(JsonNode node, String key) {
        List<String> names = new ArrayList<>();
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(names::add);
        } else {
            node.forEach(entry -> names.add(
                    entry.isTextual() ? entry.asText() : entry.path(key).asText()));
        }
        return names;
    }

    void eachService(BiConsumer<String, JsonNode> check) {
        services().forEach(check);
    }
}
