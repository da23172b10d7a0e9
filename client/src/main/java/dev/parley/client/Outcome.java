package dev.parley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.parley.core.json.Json;
import dev.parley.http.ContentDigest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of sending a request once.
sealed interface Outcome {
    /// The service answered, whatever it said.
    ///
    /// @param retryAfter the header, or null
    /// @param digest the `Content-Digest` header, or null
    /// @param entityTag the `ETag` header, or null
    /// @param signature the header of that name that auth sends with its feed, or null
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Answered(
            int status,
            Optional<String> contentType,
            @Nullable String retryAfter,
            @Nullable String digest,
            @Nullable String entityTag,
            @Nullable String signature,
            byte[] body)
            implements Outcome {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isDamaged() {
            return digest != null && ContentDigest.contradicts(digest, body);
        }

        /// @throws IOException when the body is not JSON of this type, or lacks what the type promises
        <T> T json(Class<T> type) throws IOException {
            String media = contentType.orElse("");
            if (!media.startsWith("application/json") && !media.startsWith("application/problem+json")) {
                throw new IOException("the answer is of type '" + media + "', not JSON");
            }
            try {
                // A newer service may say more than this release knows of.
                T value = Json.mapper()
                        .readerFor(type)
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .readValue(body);
                if (value == null) {
                    throw new IOException("the answer is null");
                }
                Completeness.require(value);
                return value;
            } catch (JsonProcessingException e) {
                // Jackson's message quotes the body, which may hold what no log should.
                throw new IOException("the answer is not the JSON that was agreed on ("
                        + e.getClass().getSimpleName() + " for " + type.getSimpleName() + ")");
            }
        }
    }

    /// Not one byte of the request left: no connection, or no room.
    record NotSent(Throwable cause) implements Outcome {}

    /// The request was sent, or may have been, and no usable answer came.
    record Lost(Throwable cause) implements Outcome {}
}
