package dev.parley.socket;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.core.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a signal of a conversation's channel says ([dev.parley.api.messaging.MessagingSignals#conversation]). Only
/// the seq is read: the payload goes on as it is.
sealed interface ConversationSignal {
    long seq();

    /// The message with this seq, as clients get it.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Live(long seq, byte[] payload) implements ConversationSignal {}

    /// There is a message with this seq, to be read from history.
    record Announced(long seq) implements ConversationSignal {}

    /// @return null for what is no such signal: a newer release may send more kinds
    static @Nullable ConversationSignal read(byte[] payload) {
        try (JsonParser json = Json.mapper().getFactory().createParser(payload)) {
            String type = "";
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "type" -> type = json.getText();
                    case "message" -> {
                        return type.equals("message") ? live(json, payload) : null;
                    }
                    case "latestSeq" -> {
                        return type.equals("resumed") ? new Announced(json.getLongValue()) : null;
                    }
                    default -> json.skipChildren();
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Live live(JsonParser json, byte[] payload) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            if (field.equals("seq")) {
                return new Live(json.getLongValue(), payload);
            }
            json.skipChildren();
        }
        return null;
    }
}
