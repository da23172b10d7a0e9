package dev.parley.auth;

import dev.parley.auth.key.Mac;
import dev.parley.core.hash.Sha256;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.TypeId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The form of refresh tokens: `prt_`, the ids of tenant and session without their prefixes, 32 bytes that nobody
/// can guess, and 16 bytes of HMAC over all of it; 121 characters, opaque to clients.
///
/// Only the hash of the 32 bytes is stored, and only that of the current token lets anyone in. The HMAC lets in
/// nobody: it tells a token that was once given out from one that somebody made up, before anything is read for
/// it. Without it, either every used token of every session would have to be stored to recognise its reuse, or a
/// made-up token with a known session id would end that session.
final class RefreshTokens {
    private static final String PREFIX = "prt_";
    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final int KEY_LENGTH = 43;
    private static final int TAG_LENGTH = 22;
    private static final int SESSION_AT = PREFIX.length() + TypeId.SUFFIX_LENGTH;
    private static final int KEY_AT = SESSION_AT + TypeId.SUFFIX_LENGTH;
    private static final int TAG_AT = KEY_AT + KEY_LENGTH;
    /// Characters of a token.
    static final int LENGTH = TAG_AT + TAG_LENGTH;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final Mac tags;
    private final Mac successors;
    private final SecureRandom random;

    RefreshTokens(Mac tags, Mac successors, SecureRandom random) {
        this.tags = tags;
        this.successors = successors;
        this.random = random;
    }

    /// The first token of a session.
    RefreshToken first(TenantId tenant, SessionId session) {
        return token(tenant, session, randomBytes());
    }

    /// A salt for [#successor], base64url.
    String salt() {
        return ENCODER.encodeToString(randomBytes());
    }

    /// The token that follows `used` with this salt: always the same. Neither who knows the used token nor who
    /// has read the store can tell it, without this service's key.
    RefreshToken successor(RefreshToken used, String salt) {
        byte[] key = successors.code(used.key().reveal(), DECODER.decode(salt));
        return token(used.tenant(), used.session(), key);
    }

    /// What is stored of a token: SHA-256 of its 32 bytes, base64url.
    static String hash(RefreshToken token) {
        return Sha256.base64Url(token.key().reveal());
    }

    /// Reads what a client sent. Empty when it was never given out by us.
    Optional<RefreshToken> read(Secret presented) {
        if (presented.lengthBytes() != LENGTH) {
            return Optional.empty();
        }
        String text = new String(presented.reveal(), StandardCharsets.ISO_8859_1);
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            TenantId tenant = new TenantId(TenantId.PREFIX + "_" + text.substring(PREFIX.length(), SESSION_AT));
            SessionId session = new SessionId(SessionId.PREFIX + "_" + text.substring(SESSION_AT, KEY_AT));
            byte[] key = DECODER.decode(text.substring(KEY_AT, TAG_AT));
            // Two texts can decode to the same bytes; only the one we wrote is accepted.
            RefreshToken token = token(tenant, session, key);
            return token.text().equals(presented) ? Optional.of(token) : Optional.empty();
        } catch (MalformedIdException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not base64.
            return Optional.empty();
        }
    }

    private RefreshToken token(TenantId tenant, SessionId session, byte[] key) {
        String tenantSuffix = tenant.value().substring(TenantId.PREFIX.length() + 1);
        String sessionSuffix = session.value().substring(SessionId.PREFIX.length() + 1);
        byte[] tag = tags.code(ascii(tenantSuffix), ascii(sessionSuffix), key);
        String text = PREFIX
                + tenantSuffix
                + sessionSuffix
                + ENCODER.encodeToString(key)
                + ENCODER.encodeToString(Arrays.copyOf(tag, TAG_BYTES));
        return new RefreshToken(tenant, session, Secret.of(text), Secret.of(key));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
