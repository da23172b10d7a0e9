package dev.parley.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.core.secret.Secret;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One value of the configuration: where it stands, what was written, and whether it came as text from the
/// environment, where numbers and lists have no notation of their own.
record ConfigValue(String key, JsonNode node, boolean fromEnvironment) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final int MAX_SHOWN_CHARACTERS = 40;

    /// The value as a component of this type has it.
    ///
    /// @throws ConfigException when it is not of the type
    Object as(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return parameterized.getRawType() == Map.class ? asMap(arguments[1]) : asList(arguments[0]);
        }
        Class<?> scalar = MethodType.methodType((Class<?>) type).unwrap().returnType();
        try {
            return asScalar(scalar);
        } catch (IllegalArgumentException e) {
            if (scalar == Secret.class) {
                throw new ConfigException(key + ": expected a text");
            }
            throw refuse(expected(scalar));
        }
    }

    private Object asScalar(Class<?> type) {
        if (type == boolean.class) {
            return asBoolean();
        }
        if (type == int.class) {
            long value = asLong();
            if (value != (int) value) {
                throw new IllegalArgumentException("beyond an int");
            }
            return (int) value;
        }
        if (type == long.class) {
            return asLong();
        }
        if (type == double.class) {
            return asDouble();
        }
        if (!node.isTextual()) {
            throw new IllegalArgumentException("not a text");
        }
        String text = node.textValue();
        if (type == String.class) {
            return text;
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == ByteSize.class) {
            return ByteSize.parse(text);
        }
        if (type == Secret.class) {
            return Secret.of(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == URI.class) {
            return URI.create(text);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> word((Enum<?>) constant).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such word"));
        }
        throw new IllegalStateException("the configuration has no notation for " + type);
    }

    private boolean asBoolean() {
        String text = node.asText();
        if (node.isBoolean() || fromEnvironment && (text.equals("true") || text.equals("false"))) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    private long asLong() {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (fromEnvironment) {
            return Long.parseLong(node.asText());
        }
        throw new IllegalArgumentException("not a whole number");
    }

    private double asDouble() {
        double value = fromEnvironment ? Double.parseDouble(node.asText()) : node.doubleValue();
        if (!fromEnvironment && !node.isNumber() || !Double.isFinite(value)) {
            throw new IllegalArgumentException("not a number");
        }
        return value;
    }

    private List<?> asList(Type element) {
        List<Object> values = new ArrayList<>();
        if (fromEnvironment) {
            for (String part : parts()) {
                values.add(new ConfigValue(key, TextNode.valueOf(part), true).as(element));
            }
            return List.copyOf(values);
        }
        if (!node.isArray()) {
            throw refuse("a list");
        }
        for (JsonNode item : node) {
            values.add(new ConfigValue(key + "[" + values.size() + "]", item, false).as(element));
        }
        return List.copyOf(values);
    }

    private Map<String, ?> asMap(Type element) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (fromEnvironment) {
            for (String part : parts()) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw refuse("pairs like name=value,name=value");
                }
                JsonNode value = TextNode.valueOf(part.substring(equals + 1));
                Object read = new ConfigValue(key, value, true).as(element);
                values.merge(part.substring(0, equals), read, ConfigValue::joined);
            }
            return Map.copyOf(values);
        }
        if (!node.isObject()) {
            throw refuse("a section with keys");
        }
        node.properties()
                .forEach(entry -> values.put(entry.getKey(), member(entry.getKey(), entry.getValue(), element)));
        return Map.copyOf(values);
    }

    /// A member of a map. Where it is a list, one text alone is a list of one.
    private Object member(String name, JsonNode value, Type element) {
        ConfigValue member = new ConfigValue(key + "." + name, value, false);
        boolean alone = element instanceof ParameterizedType && value.isTextual();
        return alone
                ? List.of(member.as(((ParameterizedType) element).getActualTypeArguments()[0]))
                : member.as(element);
    }

    /// What two pairs of the same name mean: lists are joined, else the later one counts.
    private static Object joined(Object earlier, Object later) {
        if (earlier instanceof List<?> first && later instanceof List<?> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }
        return later;
    }

    private List<String> parts() {
        return Arrays.stream(node.asText().split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == Duration.class) {
            return "a duration like 250ms, 30s, 5m, 2h or 7d";
        }
        if (type == ByteSize.class) {
            return "a size like 64KiB, 50MiB or 2GiB";
        }
        if (type == URI.class) {
            return "a URI";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> word((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        return "a text";
    }

    private ConfigException refuse(String expected) {
        return new ConfigException(key + ": expected " + expected + ", got " + shown());
    }

    private String shown() {
        if (node.isObject()) {
            return "a section";
        }
        if (node.isNull()) {
            return "nothing";
        }
        String text = node.isArray() ? node.toString() : node.asText();
        String line = text.replaceAll("\\s+", " ");
        String cut = line.length() > MAX_SHOWN_CHARACTERS ? line.substring(0, MAX_SHOWN_CHARACTERS) + "…" : line;
        return node.isTextual() ? '"' + cut + '"' : cut;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration duration(String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
