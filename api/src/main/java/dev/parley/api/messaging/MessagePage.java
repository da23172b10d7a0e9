package dev.parley.api.messaging;

import java.util.List;

/// @param messages in rising seq, whatever the range
/// @param latestSeq seq of the newest message of the conversation at the time of reading
public record MessagePage(List<Message> messages, long latestSeq) {
    public MessagePage {
        messages = List.copyOf(messages);
    }
}
