package dev.parley.api;

import dev.parley.api.messaging.MessageEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The form of a type of event on the log.
///
/// @param topic in which events of the type are
/// @param type as in `message.appended.v1`
public record EventSchema(String topic, String type) {
    /// Of every type.
    public static final List<EventSchema> ALL = List.of(new EventSchema(MessageEvents.TOPIC, MessageEvents.APPENDED));

    /// A JSON Schema, draft 7: the newest that all registries of schemas can compare.
    public String json() {
        String resource = "/events/" + type + ".json";
        try (InputStream in = EventSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
