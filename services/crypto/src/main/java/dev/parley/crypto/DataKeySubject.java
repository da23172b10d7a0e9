package dev.parley.crypto;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import java.util.List;

/// Whose key a data key is, as each purpose asks for it.
final class DataKeySubject {
    /// The subject of audit records about nobody in particular.
    static final String ANONYMOUS = "anonymous";

    private DataKeySubject() {}

    /// @throws ProblemException `validation-failed` when it is not a subject for this purpose
    static void require(TenantId tenant, DataKeyPurpose purpose, String subject) {
        try {
            switch (purpose) {
                case CONVERSATION -> new ConversationId(subject);
                case AUDIT -> {
                    if (!subject.equals(ANONYMOUS)) {
                        new UserId(subject);
                    }
                }
                case SEARCH -> {
                    if (!new TenantId(subject).equals(tenant)) {
                        throw refused("must be the tenant itself");
                    }
                }
            }
        } catch (MalformedIdException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemType.VALIDATION_FAILED,
                "this purpose has no such subject",
                List.of(new FieldError("/subject", why)),
                null);
    }
}
