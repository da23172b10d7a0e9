package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.call.CallContext;
import dev.parley.core.id.MessageId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What handlers and filters see of a request, and what peers see of answers and failures.
class RequestTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static Parcels parcels;

    @BeforeAll
    static void start() {
        Filter outer = (request, next) -> {
            if (request.header("X-Limit").isPresent()) {
                throw new ProblemException(ProblemType.RATE_LIMITED, "too many", List.of(), Duration.ofMillis(1200));
            }
            Response response = next.handle(request);
            SEEN.add("outer " + request.operation().map(Operation::id).orElse("none") + " " + response.status());
            return response.withHeader("X-Outer", "seen");
        };
        Filter inner = (request, next) -> {
            SEEN.add("inner " + request.caller().getClass().getSimpleName());
            return next.handle(request);
        };
        parcels = new Parcels(Parcels.config().withCheckResponses(true), List.of(), List.of(outer), List.of(inner));
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsParametersOfEveryKind() throws Exception {
        var response = parcels.get("/v1/parcels?limit=7&colour=red&tag=ab&tag=cd&open=true&weight=2.5", "X-Shelf", "9");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("limit").asInt()).isEqualTo(7);
        assertThat(json(response).get("tags")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "limit=",
                "limit=+5",
                "limit=5.0",
                "limit=%D9%A5",
                "limit=99999999999999999999",
                "limit=1&limit=2",
                "colour=blue",
                "colour=RED",
                "open=1",
                "open=TRUE",
                "weight=2.6",
                "weight=NaN",
                "weight=1e1",
                "tag=ab&tag=cd&tag=ef",
                "tag=ab%0a",
                "tag=A",
                "other=1",
                "Limit=1"
            })
    void refusesParametersAgainstTheContract(String query) throws Exception {
        var response = parcels.get("/v1/parcels?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("code").asText()).isIn("validation-failed", "malformed-request");
    }

    @Test
    void refusesPathAndHeaderParametersAgainstTheContract() throws Exception {
        assertThat(parcels.get("/v1/parcels/ABC").body()).contains("parcelId");
        assertThat(parcels.get("/v1/parcels/" + "a".repeat(41)).statusCode()).isEqualTo(400);
        assertThat(parcels.get("/v1/parcels/caf%C3%A9").statusCode()).isEqualTo(200);
        assertThat(parcels.get("/v1/parcels", "X-Shelf", "10").body()).contains("X-Shelf");
    }

    @Test
    void authenticatesAsTheContractSays() throws Exception {
        HttpRequest.Builder delete =
                HttpRequest.newBuilder(parcels.uri("/v1/parcels/x")).DELETE();
        var nobody = parcels.send(delete.copy().build());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(json(nobody).get("code").asText()).isEqualTo("unauthenticated");

        var wrong =
                parcels.send(delete.copy().header("Authorization", "Bearer no").build());
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(parcels.send(delete.copy()
                                .header("Authorization", "Basic eA==")
                                .build())
                        .statusCode())
                .isEqualTo(401);

        var service = parcels.send(delete.copy()
                .header("Authorization", "Bearer " + Parcels.SERVICE_TOKEN)
                .build());
        assertThat(service.statusCode()).isEqualTo(403);

        var user = parcels.send(delete.copy()
                .header("Authorization", "bearer " + Parcels.USER_TOKEN)
                .build());
        assertThat(user.statusCode()).isEqualTo(204);
        assertThat(user.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void takesEitherKindOfCallerWhereBothAreNamed() throws Exception {
        for (String token : List.of(Parcels.USER_TOKEN, Parcels.SERVICE_TOKEN)) {
            var response = parcels.post("/v1/stamps", "{\"text\":\"a\"}", "Authorization", "Bearer " + token);
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void readsALargeBodyAfterAuthenticationOnly() throws Exception {
        String large = "{\"text\":\"" + "a".repeat(150_000) + "\"}";

        assertThat(parcels.post("/v1/stamps", large, "Authorization", "Bearer " + Parcels.USER_TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(parcels.post("/v1/stamps", large).statusCode()).isEqualTo(401);
        assertThat(parcels.post(
                                "/v1/stamps",
                                "{\"text\":\"" + "a".repeat(250_000) + "\"}",
                                "Authorization",
                                "Bearer " + Parcels.USER_TOKEN)
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void readsForms() throws Exception {
        HttpRequest.Builder form = HttpRequest.newBuilder(parcels.uri("/v1/tokens"))
                .header("Content-Type", "application/x-www-form-urlencoded");
        var good = parcels.send(form.copy()
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=password&scope=a+b%26"))
                .build());
        assertThat(json(good).get("scope").asText()).isEqualTo("a b&");
        for (String bad : List.of("grant_type=x", "scope=a", "grant_type=password&grant_type=password", "a=%")) {
            var response = parcels.send(
                    form.copy().POST(HttpRequest.BodyPublishers.ofString(bad)).build());
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        var get = parcels.get("/v1/parcels/newest");
        var head = parcels.send(
                HttpRequest.newBuilder(parcels.uri("/v1/parcels/newest")).HEAD().build());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(String.valueOf(get.body().length()));
        assertThat(parcels.send(HttpRequest.newBuilder(parcels.uri("/v1/tokens"))
                                .HEAD()
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void keepsAValidRequestIdAndReplacesOthers() throws Exception {
        String id = "req_01h455vb4pex5vsknk084sn02q";
        assertThat(parcels.get("/v1/parcels/newest", "X-Request-Id", id)
                        .headers()
                        .firstValue("X-Request-Id"))
                .contains(id);
        for (String other : List.of("abc", "usr_01h455vb4pex5vsknk084sn02q", "req_01h455vb4pex5vsknk084sn0!q")) {
            var response = parcels.get("/v1/nothing", "X-Request-Id", other);
            String made = response.headers().firstValue("X-Request-Id").orElseThrow();
            assertThat(made).startsWith("req_").isNotEqualTo(other);
            assertThat(json(response).get("requestId").asText()).isEqualTo(made);
        }
    }

    @Test
    void bindsTheCallContext() throws Exception {
        parcels.trials.put("context", r -> {
            CallContext call = CallContext.CURRENT.get();
            return Response.ok(Map.of(
                    "kind", "context",
                    "id", call.requestId().value(),
                    "trace", call.traceparent(),
                    "left", call.remaining(Instant.now()).toMillis()));
        });
        var response = parcels.get(
                "/v1/trials/context",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "X-Parley-Timeout-Ms",
                "5000");

        assertThat(json(response).get("trace").asText())
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .doesNotContain("00f067aa0ba902b7");
        assertThat(json(response).get("left").asLong()).isBetween(0L, 5000L);
        assertThat(json(response).get("id").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(json(parcels.get("/v1/trials/context", "traceparent", "00-0-0-01"))
                        .get("trace")
                        .asText())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void setsSecurityHeaders() throws Exception {
        for (String path : List.of("/v1/parcels/newest", "/v1/nothing", "/health")) {
            var headers = parcels.get(path).headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("Server")).isEmpty();
        }
    }

    @Test
    void letsHandlersSetHeaders() throws Exception {
        parcels.trials.put(
                "headers",
                r -> Response.ok(Map.of("kind", "headers"))
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("etag", "\"2\"")
                        .withHeader("Set-Cookie", "a=1")
                        .withHeader("Set-Cookie", "b=2"));
        var headers = parcels.get("/v1/trials/headers").headers();

        assertThat(headers.allValues("Cache-Control")).containsExactly("max-age=60");
        assertThat(headers.allValues("ETag")).containsExactly("\"2\"");
        assertThat(headers.allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void showsFiltersTheFinalStatus() throws Exception {
        SEEN.clear();
        parcels.trials.put("broken", r -> {
            throw new IllegalStateException("secret words");
        });
        var broken = parcels.get("/v1/trials/broken");
        parcels.get("/v1/nothing");
        parcels.get("/v1/parcels/%2e%2e");

        assertThat(broken.headers().firstValue("X-Outer")).contains("seen");
        assertThat(SEEN).containsExactly("inner Anonymous", "outer trial 500", "outer none 404", "outer none 400");
    }

    @Test
    void answersForAFilterThatRefuses() throws Exception {
        var response = parcels.get("/v1/parcels/newest", "X-Limit", "1");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void mapsFailuresToProblems() throws Exception {
        record Case(Exception failure, int status, String code) {}
        List<Case> cases = List.of(
                new Case(ProblemType.CONFLICT.because("taken"), 409, "conflict"),
                new Case(new StoreUnavailableException("mongo said no"), 503, "unavailable"),
                new Case(new AmbiguousCommitException("lost", new RuntimeException()), 503, "outcome-unknown"),
                new Case(new NullPointerException("secret words"), 500, "internal"),
                new Case(new java.io.IOException("secret words"), 500, "internal"),
                new Case(new InterruptedException("secret words"), 500, "internal"));
        for (Case one : cases) {
            parcels.trials.put("failing", r -> {
                throw one.failure;
            });
            var response = parcels.get("/v1/trials/failing");
            assertThat(response.statusCode()).isEqualTo(one.status);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(json(response).get("code").asText()).isEqualTo(one.code);
            assertThat(json(response).get("type").asText()).isEqualTo("https://parley.dev/problems/" + one.code);
            assertThat(response.body()).doesNotContain("secret", "mongo", "Exception");
            assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(one.status == 503);
        }
    }

    @Test
    void answersForErrors() throws Exception {
        parcels.trials.put("recursion", RequestTest::recurse);
        assertThat(parcels.get("/v1/trials/recursion").statusCode()).isEqualTo(500);
        parcels.trials.put("error", r -> {
            throw new AssertionError("secret words");
        });
        assertThat(parcels.get("/v1/trials/error").statusCode()).isEqualTo(500);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Response recurse(Request request) {
        return recurse(request).withHeader("never", "set");
    }

    record Reference(MessageId id) {}

    @Test
    void namesWhatARecordRefuses() throws Exception {
        parcels.trials.put("reference", r -> Response.ok(r.json(Reference.class)));
        var response = parcels.post("/v1/trials/reference", "{\"id\":\"msg_1\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"/id\"", "must be an id of the form msg_");
        assertThat(parcels.post("/v1/trials/reference", "{\"id\":{}}").body())
                .contains("validation-failed")
                .doesNotContain("dev.parley", "jackson");
        assertThat(parcels.post("/v1/trials/reference", "null").statusCode()).isEqualTo(400);
    }

    @Test
    void findsAnswersAgainstTheContract() throws Exception {
        parcels.trials.put("unkind", r -> Response.ok(Map.of("other", 1)));
        assertThat(parcels.get("/v1/trials/unkind").statusCode()).isEqualTo(500);
        parcels.trials.put("teapot", r -> Response.json(202, Map.of("kind", "x")));
        assertThat(parcels.get("/v1/trials/teapot").statusCode()).isEqualTo(500);
    }

    @Test
    void refusesABodyWhereNoneIsTaken() throws Exception {
        var response = parcels.send(HttpRequest.newBuilder(parcels.uri("/v1/parcels/newest"))
                .method("GET", HttpRequest.BodyPublishers.ofString("x"))
                .build());

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void countsRequestsByOperationAndStatus() throws Exception {
        parcels.get("/v1/parcels/newest");
        parcels.get("/v1/nothing");
        String metrics = parcels.get("/metrics").body();

        assertThat(metrics)
                .contains("http_server_requests_seconds_count{operation=\"newestParcel\",status=\"2xx\"}")
                .contains("http_server_requests_seconds_count{operation=\"none\",status=\"4xx\"}")
                .contains("http_server_in_flight 0.0")
                .contains("http_server_connections");
    }
}
