package dev.parley.api.media;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Files shared in conversations: their members read them, nobody else.
public interface MediaApi {
    /// Keeps a file. Its type is told from its bytes, whatever the sender says. Durable when this returns.
    ///
    /// @param fileName 1 to 200 characters, for the one who downloads; kept without what could mislead them
    /// @param idempotencyKey the same key from the same caller within 24 hours gives the file of the first call, or
    ///     null
    /// @param content read to its end, not closed
    /// @throws dev.parley.core.problem.ProblemException `not-found` when the caller is not a member; `empty-file`
    ///     (400); `too-large` (413); `idempotency-key-reused` (422) when the first call sent something else
    /// @throws java.io.UncheckedIOException when `content` fails; nothing is kept
    Media upload(
            Caller.User caller,
            ConversationId conversation,
            String fileName,
            @Nullable String idempotencyKey,
            InputStream content);

    /// @throws dev.parley.core.problem.ProblemException `not-found`
    Media media(Caller.User caller, MediaId id);

    /// A part of the file; the caller closes the stream.
    ///
    /// @param offset first byte
    /// @param length number of bytes; more than there are means up to the end
    /// @return gives only bytes that proved to be those uploaded; where they are not, it fails with an
    ///     `IOException`
    /// @throws dev.parley.core.problem.ProblemException `not-found`; `media-damaged` (500) when the first bytes are
    ///     not those uploaded; `key-destroyed` (410)
    InputStream open(Caller.User caller, MediaId id, long offset, long length);
}
