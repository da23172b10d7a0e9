package dev.parley.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads a YAML file and the environment over a record that holds the defaults.
///
/// A record component is a key, a record in a record a section (or, with [Inline], more keys of the same section).
/// Components are numbers, booleans, text, [java.time.Duration] (`30s`), [ByteSize] (`50MiB`), [Path],
/// [java.net.URI], enums (in lower case with hyphens), and lists and maps of these. What is absent keeps its
/// default; nothing is ever guessed: an unknown key, a wrong type and a value that a record's constructor refuses
/// are a [ConfigException] whose one line begins with the key.
///
/// `gateway.maxBody` is overridden by `PARLEY_GATEWAY_MAX_BODY`. Lists are written there as `a,b`, maps as
/// `a=1,b=2`. `PARLEY_GATEWAY_MAX_BODY_FILE` names a file with the value instead, whose last line end does not
/// count: for secrets, which belong neither into a configuration nor into an environment.
///
/// A record checks its ranges in the compact constructor and throws an `IllegalArgumentException` whose message
/// begins with the component: `port: must be 0 to 65535`. The reader puts the section before it.
public final class ConfigReader {
    /// What the names of all variables start with.
    public static final String PREFIX = "PARLEY_";

    /// What the name of a variable ends with that names a file with the value.
    public static final String FILE_SUFFIX = "_FILE";

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> environment;

    /// @param environment all variables; those without the prefix are not looked at
    /// @param reserved variables with the prefix that are no keys, because the launcher reads them
    public ConfigReader(Map<String, String> environment, Set<String> reserved) {
        Map<String, String> ours = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !reserved.contains(name)) {
                ours.put(name, value);
            }
        });
        this.environment = ours;
    }

    /// The defaults with what the environment says.
    public <C extends Record> C read(C defaults) {
        return read(defaults, MissingNode.getInstance());
    }

    /// The defaults with what the file says, and over both the environment.
    public <C extends Record> C read(C defaults, Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ConfigException(file + ": larger than " + MAX_FILE_BYTES + " bytes");
            }
            return read(defaults, Files.readString(file));
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /// The defaults with what `yaml` says, and over both the environment.
    public <C extends Record> C read(C defaults, String yaml) {
        try {
            return read(defaults, YAML.readTree(yaml));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            String message = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new ConfigException(where + "not valid YAML: " + message);
        }
    }

    private <C extends Record> C read(C defaults, JsonNode tree) {
        Set<String> known = new HashSet<>();
        C config = section("", defaults, tree, known);
        for (String name : environment.keySet()) {
            if (!known.contains(name)) {
                throw new ConfigException(name + ": unknown variable" + Spelling.hint(name, known));
            }
        }
        return config;
    }

    /// Every key below a record of defaults, in the order of the components: `gateway.port`.
    public static List<String> keys(Record defaults) {
        List<String> keys = new ArrayList<>();
        collectKeys("", defaults, keys);
        return keys;
    }

    /// The variable that overrides a key.
    public static String variable(String key) {
        return PREFIX
                + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void collectKeys(String prefix, Record defaults, List<String> keys) {
        for (RecordComponent component : components(defaults)) {
            if (valueOf(component, defaults) instanceof Record nested && isSection(nested)) {
                collectKeys(sectionPrefix(prefix, component), nested, keys);
            } else {
                keys.add(prefix + component.getName());
            }
        }
    }

    private <C extends Record> C section(String prefix, C defaults, JsonNode tree, Set<String> known) {
        boolean absent = tree.isMissingNode() || tree.isNull();
        if (!absent && !tree.isObject()) {
            String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1) + ": ";
            throw new ConfigException(name + "expected a section with keys");
        }
        Set<String> names = new TreeSet<>();
        collectNames(defaults, names);
        tree.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new ConfigException(prefix + name + ": unknown key" + Spelling.hint(name, names));
            }
        });
        return fill(prefix, defaults, tree, known);
    }

    /// A record from the keys of a section that may also hold keys of others.
    private <C extends Record> C fill(String prefix, C defaults, JsonNode tree, Set<String> known) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components(defaults)) {
            values.add(value(prefix, component, defaults, tree, known));
        }
        return construct(prefix, defaults, values);
    }

    private Object value(String prefix, RecordComponent component, Record defaults, JsonNode tree, Set<String> known) {
        Object standard = valueOf(component, defaults);
        JsonNode node = tree.path(component.getName());
        if (standard instanceof Record nested && isSection(nested)) {
            return isInline(component)
                    ? fill(prefix, nested, tree, known)
                    : section(sectionPrefix(prefix, component), nested, node, known);
        }
        String key = prefix + component.getName();
        String variable = variable(key);
        known.add(variable);
        known.add(variable + FILE_SUFFIX);
        String override = environment.get(variable);
        String file = environment.get(variable + FILE_SUFFIX);
        if (override != null && file != null) {
            throw new ConfigException(key + " (" + variable + FILE_SUFFIX + "): " + variable + " is given as well");
        }
        ConfigValue value;
        if (file != null) {
            String source = key + " (" + variable + FILE_SUFFIX + ")";
            value = new ConfigValue(source, TextNode.valueOf(content(source, file)), true);
        } else if (override != null) {
            value = new ConfigValue(key + " (" + variable + ")", TextNode.valueOf(override), true);
        } else if (node.isMissingNode()) {
            return standard;
        } else {
            value = new ConfigValue(key, node, false);
        }
        return value.as(component.getGenericType());
    }

    private static String content(String source, String file) {
        try {
            if (Files.size(Path.of(file)) > MAX_FILE_BYTES) {
                throw new ConfigException(source + ": " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new ConfigException(
                    source + ": " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static void collectNames(Record defaults, Set<String> names) {
        for (RecordComponent component : components(defaults)) {
            if (isInline(component)) {
                collectNames((Record) valueOf(component, defaults), names);
            } else {
                names.add(component.getName());
            }
        }
    }

    private static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    private static String sectionPrefix(String prefix, RecordComponent component) {
        return isInline(component) ? prefix : prefix + component.getName() + ".";
    }

    private static <C extends Record> C construct(String prefix, C defaults, List<Object> values) {
        @SuppressWarnings("unchecked")
        Class<C> type = (Class<C>) defaults.getClass();
        Class<?>[] types =
                components(defaults).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw new ConfigException(prefix + refusal.getMessage());
            }
            throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record has a canonical constructor: " + type, e);
        }
    }

    private static List<RecordComponent> components(Record config) {
        return Arrays.asList(config.getClass().getRecordComponents());
    }

    private static boolean isSection(Record value) {
        return !(value instanceof ByteSize);
    }

    private static Object valueOf(RecordComponent component, Record config) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessor answers: " + component, e);
        }
    }
}
