package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a contract says of permissions holds before anything else of a request is looked at.
class PermissionTest {
    private static Parcels parcels;

    @BeforeAll
    static void start() {
        parcels = new Parcels();
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    private static HttpResponse<String> call(String method, String path, String token) throws Exception {
        return parcels.send(HttpRequest.newBuilder(parcels.uri(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build());
    }

    @Test
    void opensToWhoHasIt() throws Exception {
        assertThat(call("POST", "/v1/sounds", Parcels.LISTENER_TOKEN).statusCode())
                .isEqualTo(204);
        assertThat(call("POST", "/v1/sounds", Parcels.USER_TOKEN).statusCode()).isEqualTo(204);

        HttpResponse<String> refused = call("POST", "/v1/sounds", Parcels.SPEAKER_TOKEN);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("forbidden", "messages:read");
    }

    @Test
    void isNotAskedOfServices() throws Exception {
        assertThat(call("POST", "/v1/sounds", Parcels.SERVICE_TOKEN).statusCode())
                .isEqualTo(204);
    }

    @Test
    void isEnoughWhereSeveralAreNamed() throws Exception {
        assertThat(call("PUT", "/v1/sounds", Parcels.SPEAKER_TOKEN).statusCode())
                .isEqualTo(204);
        assertThat(call("PUT", "/v1/sounds", Parcels.LISTENER_TOKEN).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatNamesNoneIsForSignInsOnly() throws Exception {
        assertThat(call("DELETE", "/v1/parcels/one", Parcels.USER_TOKEN).statusCode())
                .isEqualTo(204);
        assertThat(call("DELETE", "/v1/parcels/one", Parcels.LISTENER_TOKEN).statusCode())
                .isEqualTo(403);
    }
}
