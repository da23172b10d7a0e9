package dev.parley.socket;

/// Why the server ends a connection: a close code (RFC 6455 §7.4, and 4000 to 4999 for our own) and words for a
/// person.
enum CloseReason {
    PROTOCOL_ERROR(1002, "not WebSocket as RFC 6455 has it"),
    NOT_TEXT(1003, "only text frames are taken"),
    NOT_UTF8(1007, "text is UTF-8"),
    TOO_MANY_FRAMES(1008, "too many frames"),
    TOO_LARGE(1009, "the frame is too large"),
    SERVER_ERROR(1011, "the server failed"),
    RESTART(1012, "the server restarts; connect again and resume"),
    TOO_SLOW(1013, "too slow to receive; connect again and resume"),
    UNAVAILABLE(1013, "a part of the platform does not answer; try again later"),
    NOT_AUTHENTICATED(4401, "not authenticated in time"),
    TOKEN_REFUSED(4401, "the token is not accepted"),
    TOKEN_EXPIRED(4401, "the token has expired"),
    SESSION_REVOKED(4401, "the session has ended"),
    IDLE(4408, "nothing was heard for too long"),
    TOO_MANY_CONNECTIONS(4429, "too many connections of this user");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }

    /// The tag of metrics.
    String tag() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
