package dev.parley.auth.attempt;

import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.api.auth.RegistrationChallenge.Proof;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.key.Mac;
import dev.parley.auth.store.AttemptStore;
import dev.parley.core.hash.Sha256;
import dev.parley.core.id.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Work that a client does before it may register, in the manner of hashcash: a text behind the challenge so that
/// SHA-256 of both begins with so many zero bits.
///
/// Nothing is kept of a challenge: its own HMAC says that it was given out here, for how many bits and until when.
/// What is kept, until it expires, is that it was used. Checked from the cheapest to the dearest, the store last,
/// and all of it before a password is hashed.
public final class ProofOfWork {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int SIGNED_BYTES = RANDOM_BYTES + Long.BYTES + 1;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final int bits;
    private final Mac tags;
    private final AttemptStore store;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param bits 0 when no work is asked for
    public ProofOfWork(int bits, Mac tags, AttemptStore store, InstantSource clock, SecureRandom random) {
        this.bits = bits;
        this.tags = tags;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    public RegistrationChallenge challenge() {
        Instant end = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.MILLIS);
        byte[] noise = new byte[RANDOM_BYTES];
        random.nextBytes(noise);
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .put(noise)
                .putLong(end.toEpochMilli())
                .put((byte) bits)
                .array();
        byte[] whole = Arrays.copyOf(signed, SIGNED_BYTES + TAG_BYTES);
        System.arraycopy(tags.code(signed), 0, whole, SIGNED_BYTES, TAG_BYTES);
        return new RegistrationChallenge(ENCODER.encodeToString(whole), bits, end);
    }

    /// Returns when no work is asked for, or `proof` shows it for the first time.
    ///
    /// @throws dev.parley.core.problem.ProblemException `proof-of-work-required`
    public void require(TenantId tenant, @Nullable Proof proof) {
        if (bits == 0) {
            return;
        }
        if (proof == null || !isGood(tenant, proof)) {
            throw AuthProblems.PROOF_OF_WORK_REQUIRED.because(
                    "get a challenge from /v1/registration-challenges and solve it; each is good once");
        }
    }

    private boolean isGood(TenantId tenant, Proof proof) {
        byte[] whole;
        try {
            whole = DECODER.decode(proof.challenge());
        } catch (IllegalArgumentException e) {
            return false;
        }
        // Two texts can decode to the same bytes; only the one that we wrote is accepted, or it would be good twice.
        if (whole.length != SIGNED_BYTES + TAG_BYTES
                || !ENCODER.encodeToString(whole).equals(proof.challenge())) {
            return false;
        }
        byte[] signed = Arrays.copyOf(whole, SIGNED_BYTES);
        byte[] tag = Arrays.copyOfRange(whole, SIGNED_BYTES, whole.length);
        if (!MessageDigest.isEqual(tag, Arrays.copyOf(tags.code(signed), TAG_BYTES))) {
            return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(signed, RANDOM_BYTES, Long.BYTES + 1);
        Instant end = Instant.ofEpochMilli(fields.getLong());
        boolean timely = clock.instant().isBefore(end) && fields.get() >= bits;
        return timely && zeroBits(proof) >= bits && store.spend(tenant, proof.challenge(), end);
    }

    /// Leading zero bits of SHA-256 over challenge, colon and nonce.
    static int zeroBits(Proof proof) {
        byte[] hash = Sha256.of((proof.challenge() + ":" + proof.nonce()).getBytes(StandardCharsets.UTF_8));
        // More than 30 are never asked for.
        return Integer.numberOfLeadingZeros(ByteBuffer.wrap(hash).getInt());
    }
}
