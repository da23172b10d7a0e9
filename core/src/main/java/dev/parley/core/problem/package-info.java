/// Errors, of four kinds. A refusal of what the caller asked is a [ProblemException] from a catalogue of
/// [ProblemType]s; an outage below us is a [StoreUnavailableException]; a commit whose outcome is unknown is an
/// [AmbiguousCommitException]; everything else is a bug and stays a plain `IllegalStateException` or
/// `AssertionError`. Only the HTTP kit turns them into JSON (RFC 9457).
@NullMarked
package dev.parley.core.problem;

import org.jspecify.annotations.NullMarked;
