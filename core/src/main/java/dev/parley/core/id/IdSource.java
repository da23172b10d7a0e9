package dev.parley.core.id;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes new ids: UUIDv7 (RFC 9562 §5.7), strictly increasing within one source.
///
/// The 12 bits after the millisecond and the 62 random bits behind the variant form one counter that starts at
/// random each millisecond and is raised by a random step for every further id of it (RFC 9562 §6.2, method 2).
/// When the clock stands still or goes back, the last millisecond is kept, so that order never breaks. Safe for
/// concurrent use.
public final class IdSource {
    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis;
    private long counterHigh;
    private long counterLow;

    /// @param random a cryptographically strong generator where ids must not be guessed from one another
    public IdSource(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public TenantId tenantId() {
        return new TenantId(next(TenantId.PREFIX));
    }

    public UserId userId() {
        return new UserId(next(UserId.PREFIX));
    }

    public SessionId sessionId() {
        return new SessionId(next(SessionId.PREFIX));
    }

    public ConversationId conversationId() {
        return new ConversationId(next(ConversationId.PREFIX));
    }

    public MessageId messageId() {
        return new MessageId(next(MessageId.PREFIX));
    }

    public MediaId mediaId() {
        return new MediaId(next(MediaId.PREFIX));
    }

    public KeyId keyId() {
        return new KeyId(next(KeyId.PREFIX));
    }

    public AuditRecordId auditRecordId() {
        return new AuditRecordId(next(AuditRecordId.PREFIX));
    }

    public RequestId requestId() {
        return new RequestId(next(RequestId.PREFIX));
    }

    /// A new id with a prefix of the caller's, for things without a type of their own (connections, events).
    public synchronized String next(String prefix) {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            // The top counter bit stays free so that steps have room before the counter overflows.
            counterHigh = random.nextLong() & 0x7FF;
            counterLow = random.nextLong() >>> 2;
        } else {
            advance();
        }
        return TypeId.format(prefix, (lastMillis << 16) | 0x7000 | counterHigh, counterLow | (0b10L << 62));
    }

    private void advance() {
        counterLow += 1 + (random.nextLong() >>> 32);
        if (counterLow >>> 62 != 0) {
            counterLow &= (1L << 62) - 1;
            counterHigh++;
            if (counterHigh > 0xFFF) {
                counterHigh = 0;
                lastMillis++;
            }
        }
    }
}
