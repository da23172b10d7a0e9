package dev.parley.http.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");
    private static final List<String> WORDS = List.of("a", "b", "c", "me");

    @Test
    void triesTheParameterWhereTheLiteralLeadsNowhere() {
        Router<String> router = new Router.Builder<String>()
                .add("GET", "/users/me", "me")
                .add("GET", "/users/{id}/keys", "keys")
                .add("DELETE", "/users/{id}", "delete")
                .build();

        assertThat(router.match("GET", "/users/me")).isEqualTo(new Router.Found<>("me", Map.of()));
        assertThat(router.match("GET", "/users/me/keys")).isEqualTo(new Router.Found<>("keys", Map.of("id", "me")));
        assertThat(router.match("DELETE", "/users/me")).isEqualTo(new Router.Found<>("delete", Map.of("id", "me")));
        assertThat(router.match("PUT", "/users/me"))
                .isEqualTo(new Router.MethodNotAllowed<>(new TreeSet<>(Set.of("DELETE", "GET", "HEAD"))));
        assertThat(router.match("GET", "/users")).isEqualTo(new Router.NotFound<>());
        assertThat(router.match("GET", "/users/")).isEqualTo(new Router.NotFound<>());
    }

    @Test
    void refusesTwoRoutesForOnePlace() {
        Router.Builder<String> builder = new Router.Builder<String>().add("GET", "/users/{id}", "one");

        assertThatThrownBy(() -> builder.add("GET", "/users/{userId}", "two"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/users/{userId}")
                .hasMessageContaining("/users/{id}");
        assertThatThrownBy(() -> builder.add("GET", "/users/x{id}", "three")).isInstanceOf(IllegalStateException.class);
    }

    /// The tree agrees with the plain reading of the templates, whatever they are.
    @Test
    void findsWhatTheTemplatesSay() {
        Seed.forAll(2_000, random -> {
            Map<String, List<String>> routes = routes(random);
            Router.Builder<String> builder = new Router.Builder<>();
            routes.forEach((name, route) -> builder.add(name.split(" ")[0], "/" + String.join("/", route), name));
            Router<String> router = builder.build();
            for (int i = 0; i < 20; i++) {
                List<String> path = path(random);
                String method = pick(random, METHODS);
                assertThat(router.match(method, "/" + String.join("/", path)))
                        .as("%s %s of %s", method, path, routes)
                        .isEqualTo(expected(routes, method, path));
            }
        });
    }

    private static Map<String, List<String>> routes(SplittableRandom random) {
        Map<String, List<String>> routes = new HashMap<>();
        Set<String> places = new LinkedHashSet<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            List<String> template = new ArrayList<>();
            for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
                template.add(random.nextInt(3) == 0 ? "{p" + depth + "}" : pick(random, WORDS));
            }
            String method = pick(random, METHODS);
            if (places.add(method + " " + String.join("/", template).replaceAll("\\{p\\d}", "*"))) {
                routes.put(method + " " + String.join("/", template), template);
            }
        }
        return routes;
    }

    private static List<String> path(SplittableRandom random) {
        List<String> path = new ArrayList<>();
        for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
            path.add(pick(random, List.of("a", "b", "c", "me", "x", "")));
        }
        return path;
    }

    private static Router.Match<String> expected(Map<String, List<String>> routes, String method, List<String> path) {
        String best = "";
        List<String> bestTemplate = List.of();
        Set<String> allowed = new TreeSet<>();
        for (Map.Entry<String, List<String>> route : routes.entrySet()) {
            if (matches(route.getValue(), path)) {
                String offered = route.getKey().split(" ")[0];
                allowed.add(offered);
                if (offered.equals(method) && (best.isEmpty() || isMoreLiteral(route.getValue(), bestTemplate))) {
                    best = route.getKey();
                    bestTemplate = route.getValue();
                }
            }
        }
        if (!best.isEmpty()) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = bestTemplate.get(i);
                if (segment.startsWith("{")) {
                    parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
                }
            }
            return new Router.Found<>(best, parameters);
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty() ? new Router.NotFound<>() : new Router.MethodNotAllowed<>(allowed);
    }

    private static boolean matches(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean parameter = template.get(i).startsWith("{");
            if (parameter ? path.get(i).isEmpty() : !template.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// At the first segment where only one is a literal, that one wins.
    private static boolean isMoreLiteral(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            boolean oneIs = !one.get(i).startsWith("{");
            boolean otherIs = !other.get(i).startsWith("{");
            if (oneIs != otherIs) {
                return oneIs;
            }
        }
        return false;
    }

    private static String pick(SplittableRandom random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
