package dev.parley.api.media;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import java.io.InputStream;

/// Files shared in conversations: their members read them, nobody else.
public interface MediaApi {
    /// Keeps a file. Its type is told from its bytes, whatever the sender says. Durable when this returns.
    ///
    /// @param fileName 1 to 200 characters, for the one who downloads
    /// @param content read to its end, not closed
    /// @throws dev.parley.core.problem.ProblemException `not-found` when the caller is not a member; `too-large`
    ///     (413);
    ///     `empty-file` (400)
    Media upload(Caller.User caller, ConversationId conversation, String fileName, InputStream content);

    /// @throws dev.parley.core.problem.ProblemException `not-found`
    Media media(Caller.User caller, MediaId id);

    /// A part of the file; the caller closes the stream.
    ///
    /// @param offset first byte
    /// @param length number of bytes; more than there are means up to the end
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    InputStream open(Caller.User caller, MediaId id, long offset, long length);
}
