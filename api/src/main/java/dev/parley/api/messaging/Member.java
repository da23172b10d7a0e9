package dev.parley.api.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.id.UserId;
import java.time.Instant;

public record Member(UserId userId, MemberRole role, Instant joinedAt) {
    /// What a member may do in one conversation.
    public enum MemberRole {
        @JsonProperty("owner")
        OWNER,
        @JsonProperty("member")
        MEMBER
    }
}
