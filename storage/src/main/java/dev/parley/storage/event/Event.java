package dev.parley.storage.event;

import java.util.regex.Pattern;

/// Something that happened, to be appended.
///
/// @param topic lower case letters, digits and `-`, for example `messages`
/// @param key events with the same tenant and key keep their order; usually the id of what changed
/// @param type what happened, with its schema version: `message.appended.v1`
/// @param payload JSON, at most [EventLog#MAX_EVENT_BYTES]. Holds ids and facts, no content in the clear
public record Event(String topic, String key, String type, byte[] payload) {
    private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public Event {
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("not a topic: " + topic);
        }
        if (payload.length > EventLog.MAX_EVENT_BYTES) {
            throw new IllegalArgumentException("event of " + payload.length + " bytes");
        }
        payload = payload.clone();
    }
}
