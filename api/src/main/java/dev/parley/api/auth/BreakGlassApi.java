package dev.parley.api.auth;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opening, for a while and with a reason, what one may not read: the audit log, or one conversation with its
/// files.
///
/// What is opened stands in a token of its own, which allows that and nothing else. Opening and ending are recorded
/// in the audit log, with the reason; owners and compliance officers see all of them.
public interface BreakGlassApi {
    /// Asks for a recent sign-in, as [FactorsApi] does (`step-up-required`).
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `validation-failed`
    Opened open(Caller.User caller, Opening opening);

    /// From the newest, at most 1000: all for who reviews, one's own for everybody else who may open.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`
    List<BreakGlass> all(Caller.User caller);

    /// Ends one before its time: one's own, or any for who reviews. Its token is refused everywhere within a
    /// second.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`
    void end(Caller.User caller, String id);

    /// Either a permission or a conversation.
    ///
    /// @param permission `audit:read`
    /// @param reason 10 to 500 characters
    /// @param minutes 1 to 60
    record Opening(
            @Nullable Permission permission, @Nullable ConversationId conversationId, String reason, int minutes) {}

    /// @param endedAt when somebody ended it before `expiresAt`; null otherwise
    record BreakGlass(
            String id,
            UserId userId,
            @Nullable Permission permission,
            @Nullable ConversationId conversationId,
            String reason,
            Instant openedAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {}

    /// @param token to read with; no refresh token comes with it
    record Opened(BreakGlass breakGlass, AccessToken token) {}
}
