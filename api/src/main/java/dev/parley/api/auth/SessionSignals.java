package dev.parley.api.auth;

import dev.parley.core.id.SessionId;

/// The signal that speeds up what [SessionsApi#revocations] guarantees.
public final class SessionSignals {
    /// Channel of the default tenant on which every revocation is published as the id of the session in ASCII.
    public static final String REVOKED = "auth.revoked";

    private SessionSignals() {}

    public static byte[] encode(SessionId session) {
        return session.value().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    public static SessionId decode(byte[] payload) {
        return new SessionId(new String(payload, java.nio.charset.StandardCharsets.US_ASCII));
    }
}
