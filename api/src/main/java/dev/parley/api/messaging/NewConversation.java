package dev.parley.api.messaging;

import dev.parley.core.id.UserId;
import java.util.List;

/// @param title 1 to 120 characters
/// @param memberIds besides the caller, at most 1000
public record NewConversation(String title, List<UserId> memberIds) {
    public NewConversation {
        memberIds = List.copyOf(memberIds);
    }
}
