package dev.parley.http;

import dev.parley.core.problem.ProblemType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Digest Fields (RFC 9530): what tells that a body was changed on its way where no TLS does, between services of
/// one machine room. A peer that sends `Content-Digest` has its body checked before anything is done with it; one
/// that sends `Want-Content-Digest` gets the digest of its answer. Against accidents only: whoever can change the
/// body can change the digest as well.
///
/// `sha-256` is the one algorithm; others are passed over, as the RFC asks. Streamed bodies are not digested.
public final class ContentDigest {
    public static final String HEADER = "Content-Digest";
    public static final String WANT_HEADER = "Want-Content-Digest";
    /// The value of [#WANT_HEADER].
    public static final String WANT = "sha-256=1";

    /// The body is not the one that was sent: nothing was done, and sending it again is right.
    public static final ProblemType MISMATCH =
            new ProblemType("digest-mismatch", 400, "The body was changed on its way");

    private static final String ALGORITHM = "sha-256";

    private ContentDigest() {}

    /// The value of [#HEADER] for this body.
    public static String of(byte[] body) {
        return ALGORITHM + "=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
    }

    /// Whether the header names a digest of this algorithm that is not the body's.
    public static boolean contradicts(String header, byte[] body) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(entry -> entry.startsWith(ALGORITHM + "=") && !entry.equals(of(body)));
    }

    /// Outermost: digests of answers, refusals included.
    static Response ofAnswer(Request request, Handler next) throws Exception {
        Response response = next.handle(request);
        boolean wanted = request.header(WANT_HEADER).orElse("").contains(ALGORITHM);
        byte[] body = wanted ? response.wholeBody() : new byte[0];
        return body.length == 0 ? response : response.withHeader(HEADER, of(body));
    }

    /// Behind authentication, so that nobody unknown makes us take a large body.
    static Response ofBody(Request request, Handler next) throws Exception {
        String digest = request.header(HEADER).orElse("");
        boolean whole = !request.operation().map(Operation::streaming).orElse(true);
        if (!digest.isEmpty() && whole && contradicts(digest, request.body())) {
            throw MISMATCH.because("the Content-Digest is not that of the body that arrived");
        }
        return next.handle(request);
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
