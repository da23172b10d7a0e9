package dev.parley.storage.cluster.schemaregistry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cluster.CertificateAuthority;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A registry that speaks the protocol of Confluent's: Schema Registry API Reference, docs.confluent.io. Apicurio
/// and Karapace speak it too.
///
/// Events do not depend on it: they are plain JSON, and their type is in a header. It is for programs of others
/// that read the topics.
public final class SchemaRegistry implements AutoCloseable {
    /// What was ever written under the subject fits the newest schema.
    private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long MAX_ANSWER_BYTES = 1 << 20;

    private final SchemaRegistryConfig config;
    private final HttpClient client;

    public SchemaRegistry(SchemaRegistryConfig config) {
        this.config = config;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.timeout());
        config.certificateAuthority()
                .ifPresent(file -> builder.sslContext(new CertificateAuthority(file).sslContext()));
        this.client = builder.build();
    }

    /// The subject of a type of event in a topic, which holds several types (Confluent's TopicRecordNameStrategy).
    public static String subject(String topic, String type) {
        return topic + "-" + type;
    }

    /// Makes a JSON Schema the newest of its subject, which it may be already.
    ///
    /// @throws IncompatibleSchemaException when events under an older schema of the subject do not fit it
    /// @throws StoreUnavailableException when the registry does not answer, or refuses
    public void publish(String subject, String jsonSchema) {
        String name = URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
        require("config of " + subject, call("PUT", "/config/" + name, object().put("compatibility", COMPATIBILITY)));
        HttpResponse<String> answer = call(
                "POST",
                "/subjects/" + name + "/versions",
                object().put("schemaType", "JSON").put("schema", jsonSchema));
        if (answer.statusCode() == HttpURLConnection.HTTP_CONFLICT) {
            throw new IncompatibleSchemaException(
                    "the schema registry has another form of " + subject + ": " + message(answer));
        }
        require(subject, answer);
    }

    private HttpResponse<String> call(String method, String path, ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(config.address().toString().replaceFirst("/$", "") + path))
                .timeout(config.timeout())
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE)
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
        config.login().ifPresent(login -> request.header("Authorization", basic(login)));
        try {
            return client.send(
                    request.build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
        } catch (IOException e) {
            throw new StoreUnavailableException("the schema registry does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the schema registry was asked", e);
        }
    }

    /// RFC 7617.
    private static String basic(SchemaRegistryConfig.Login login) {
        String password = new String(login.password().reveal(), StandardCharsets.UTF_8);
        return "Basic "
                + Base64.getEncoder().encodeToString((login.user() + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static void require(String what, HttpResponse<String> answer) {
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new StoreUnavailableException("the schema registry refuses the " + what + ": status "
                    + answer.statusCode() + ", " + message(answer));
        }
    }

    private static String message(HttpResponse<String> answer) {
        try {
            JsonNode body = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
            return body.path("message").asText("without a reason");
        } catch (IOException e) {
            return "and what it says is no JSON";
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        client.close();
    }
}
