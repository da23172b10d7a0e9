package dev.parley.http.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds what stands at a method and path. A tree with one level for each segment; a literal segment goes before
/// a parameter (OpenAPI 3.1 §4.8.8.2), and where the literal leads nowhere the parameter is tried. Immutable once
/// built.
///
/// @param <T> what is found
public final class Router<T> {
    private final Node<T> root;

    private Router(Node<T> root) {
        this.root = root;
    }

    /// What stands at a path.
    ///
    /// @param <T> what is found
    public sealed interface Match<T> {}

    /// @param parameters name to decoded value
    public record Found<T>(T value, Map<String, String> parameters) implements Match<T> {}

    public record NotFound<T>() implements Match<T> {}

    /// @param allowed the methods that the path offers, sorted, with HEAD where GET is
    public record MethodNotAllowed<T>(Set<String> allowed) implements Match<T> {}

    /// @throws MalformedPathException when the path has no single safe reading
    public Match<T> match(String method, String rawPath) {
        List<String> segments = PathSegments.decode(rawPath);
        Leaf<T> leaf = find(root, segments, 0, method);
        if (leaf != null) {
            return new Found<>(leaf.value, leaf.parameters(segments));
        }
        Set<String> allowed = new TreeSet<>();
        collect(root, segments, 0, allowed);
        if (allowed.isEmpty()) {
            return new NotFound<>();
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new MethodNotAllowed<>(allowed);
    }

    private static <T> @Nullable Leaf<T> find(Node<T> node, List<String> segments, int depth, String method) {
        if (depth == segments.size()) {
            return node.leaf(method);
        }
        String segment = segments.get(depth);
        Node<T> literal = node.literals.get(segment);
        Leaf<T> leaf = literal == null ? null : find(literal, segments, depth + 1, method);
        if (leaf == null && node.parameter != null && !segment.isEmpty()) {
            leaf = find(node.parameter, segments, depth + 1, method);
        }
        return leaf;
    }

    /// Adds every method that some node for this path offers.
    private static <T> void collect(Node<T> node, List<String> segments, int depth, Set<String> allowed) {
        if (depth == segments.size()) {
            allowed.addAll(node.leaves.keySet());
            return;
        }
        String segment = segments.get(depth);
        Node<T> literal = node.literals.get(segment);
        if (literal != null) {
            collect(literal, segments, depth + 1, allowed);
        }
        if (node.parameter != null && !segment.isEmpty()) {
            collect(node.parameter, segments, depth + 1, allowed);
        }
    }

    private static final class Node<T> {
        final Map<String, Node<T>> literals = new HashMap<>();
        final Map<String, Leaf<T>> leaves = new HashMap<>();

        @Nullable
        Node<T> parameter;

        @Nullable
        Leaf<T> leaf(String method) {
            Leaf<T> leaf = leaves.get(method);
            return leaf == null && method.equals("HEAD") ? leaves.get("GET") : leaf;
        }
    }

    /// @param template the path as declared
    /// @param names the parameter at each depth, empty where the segment is a literal
    private record Leaf<T>(String template, List<String> names, T value) {
        Map<String, String> parameters(List<String> segments) {
            Map<String, String> parameters = null;
            for (int i = 0; i < names.size(); i++) {
                if (!names.get(i).isEmpty()) {
                    if (parameters == null) {
                        parameters = new HashMap<>();
                    }
                    parameters.put(names.get(i), segments.get(i));
                }
            }
            return parameters == null ? Map.of() : parameters;
        }
    }

    /// Collects what the router will find.
    ///
    /// @param <T> what is found
    public static final class Builder<T> {
        private final Node<T> root = new Node<>();

        /// @param template segments that are literals or one whole `{parameter}`
        /// @throws IllegalStateException when the method and path are taken, whatever the parameters are called
        public Builder<T> add(String method, String template, T value) {
            List<String> names = new ArrayList<>();
            Node<T> node = root;
            for (String segment : template.substring(1).split("/", -1)) {
                String name = parameterName(template, segment);
                names.add(name);
                node = name.isEmpty() ? node.literals.computeIfAbsent(segment, s -> new Node<>()) : parameterOf(node);
            }
            Leaf<T> taken = node.leaves.putIfAbsent(method, new Leaf<>(template, List.copyOf(names), value));
            if (taken != null) {
                throw new IllegalStateException(
                        "two routes for " + method + " " + template + " (the other: " + taken.template + ")");
            }
            return this;
        }

        public Router<T> build() {
            return new Router<>(root);
        }

        private static <T> Node<T> parameterOf(Node<T> node) {
            Node<T> child = node.parameter;
            if (child == null) {
                child = new Node<>();
                node.parameter = child;
            }
            return child;
        }

        private static String parameterName(String template, String segment) {
            if (segment.startsWith("{") && segment.endsWith("}") && segment.length() > 2) {
                return segment.substring(1, segment.length() - 1);
            }
            if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
                throw new IllegalStateException("a parameter must be a whole segment: " + template);
            }
            return "";
        }
    }
}
