package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The happy path and the refusals of everyday life.
class HttpServerTest {
    private static Parcels parcels;

    @BeforeAll
    static void start() {
        parcels = new Parcels(Parcels.config().withCheckResponses(true));
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    @Test
    void answersAPost() throws Exception {
        var response = parcels.post("/v1/parcels", "{\"to\":\"Ada\",\"weightGrams\":500}");

        assertThat(response.body()).isEqualTo("{\"id\":\"prc_1\",\"to\":\"Ada\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).startsWith("req_");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void prefersALiteralSegment() throws Exception {
        assertThat(parcels.get("/v1/parcels/newest").body()).contains("newest");
        assertThat(parcels.get("/v1/parcels/a%20b").body()).contains("\"a b\"");
    }

    @Test
    void refusesWhatTheContractDoesNotAllow() throws Exception {
        var response = parcels.post("/v1/parcels", "{\"to\":\"\",\"weightGrams\":\"x\",\"extra\":1}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("validation-failed", "\"/to\"", "\"/weightGrams\"", "\"/extra\"");
    }

    @Test
    void refusesMalformedJson() throws Exception {
        assertThat(parcels.post("/v1/parcels", "{\"to\":").body()).contains("malformed-request");
    }

    @Test
    void answersProbes() throws Exception {
        assertThat(parcels.get("/health").body()).contains("\"status\":\"up\"");
        assertThat(parcels.get("/ready").statusCode()).isEqualTo(503);
        assertThat(parcels.get("/metrics").body()).contains("http_server_in_flight");
    }

    @Test
    void knowsNotFoundAndWrongMethod() throws Exception {
        assertThat(parcels.get("/v1/nothing").statusCode()).isEqualTo(404);
        var response = parcels.post("/v1/parcels/x", "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("DELETE, GET, HEAD");
    }
}
