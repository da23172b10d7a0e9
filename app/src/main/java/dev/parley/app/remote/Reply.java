package dev.parley.app.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// What came back.
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Reply(URI uri, int status, HttpHeaders headers, byte[] body) {
    private static final int MAX_SHOWN_CHARACTERS = 500;

    /// @throws RemoteException unless the status is this one
    public Reply expect(int expected) {
        if (status != expected) {
            throw new RemoteException(uri + " answered " + status + " instead of " + expected + shown());
        }
        return this;
    }

    /// @throws RemoteException when the body is not JSON
    public JsonNode json() {
        try {
            return Json.parse(body);
        } catch (IOException e) {
            throw new RemoteException(uri + " did not answer with JSON" + shown());
        }
    }

    /// The id that the platform gave the request.
    ///
    /// @throws RemoteException when it has none
    public String requestId() {
        return headers.firstValue("X-Request-Id")
                .orElseThrow(() -> new RemoteException(uri + " answered without a request id"));
    }

    private String shown() {
        String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        String cut = text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "…";
        return cut.isBlank() ? "" : ": " + cut;
    }
}
