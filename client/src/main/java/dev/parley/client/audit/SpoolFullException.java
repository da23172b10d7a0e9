package dev.parley.client.audit;

import dev.parley.core.problem.StoreUnavailableException;

/// The spool has no room: compliance has been away for long.
final class SpoolFullException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(long maxBytes) {
        super("the audit spool is full (" + maxBytes + " bytes): nothing is done that could not be recorded");
    }
}
