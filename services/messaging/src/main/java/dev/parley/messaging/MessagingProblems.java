package dev.parley.messaging;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;

/// Why messaging refuses, besides the reasons that all services share.
public final class MessagingProblems {
    public static final ProblemType UNKNOWN_USER = new ProblemType("unknown-user", 400, "There is no such user");
    public static final ProblemType CONVERSATION_FULL =
            new ProblemType("conversation-full", 409, "The conversation has as many members as it can have");
    public static final ProblemType UNKNOWN_REPLY =
            new ProblemType("unknown-reply", 400, "The conversation has no message that this could answer");
    public static final ProblemType CLIENT_MESSAGE_ID_REUSED =
            new ProblemType("client-message-id-reused", 409, "The client message id was used for another message");

    private MessagingProblems() {}

    /// The one answer for a conversation that does not exist and for one that the caller is not in.
    public static ProblemException noConversation() {
        return ProblemType.NOT_FOUND.because("there is no such conversation");
    }
}
