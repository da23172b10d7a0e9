package dev.parley.storage.cluster.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.storage.search.SearchDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What the engine gets to see of one tenant's documents in one index: of words, keywords and ids their
/// HMAC-SHA256, of the document itself its AES-256-GCM (NIST SP 800-38D), under keys derived for this tenant and
/// index alone.
///
/// Whoever reads the engine's disks learns how many documents there are, their ranks and tenants, which of them
/// share words, and how often a word occurs; from frequencies common words can be guessed. Not the texts.
///
/// Not safe for use by more than one thread at a time.
final class IndexSeal {
    private static final String HMAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    // Of a million words of a tenant two are the same with a chance of 1 in 30 million; that would be a wrong hit.
    private static final int WORD_BYTES = 8;
    // Keywords decide who may see a hit: no two must ever be the same.
    private static final int KEYWORD_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Mac hash;
    private final SecretKeySpec cipherKey;
    private final SecureRandom random;

    IndexSeal(Secret key, TenantId tenant, String index, SecureRandom random) {
        String place = index + "/" + tenant.value();
        byte[] master = key.reveal();
        try {
            Mac derivation = mac(master);
            this.hash = mac(derivation.doFinal(utf8("hash/" + place)));
            this.cipherKey = new SecretKeySpec(derivation.doFinal(utf8("seal/" + place)), "AES");
        } finally {
            Arrays.fill(master, (byte) 0);
        }
        this.random = random;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    String word(String word) {
        return BASE64.encodeToString(hashed("word", word, WORD_BYTES));
    }

    /// The name is of letters and digits, so that no two pairs of name and value are the same text.
    String keyword(String name, String value) {
        return BASE64.encodeToString(hashed("keyword", name + "=" + value, KEYWORD_BYTES));
    }

    String id(String id) {
        return BASE64.encodeToString(hashed("id", id, KEYWORD_BYTES));
    }

    /// Eight bytes that nobody without the key can make for the text.
    byte[] tag(String text) {
        return hashed("cursor", text, WORD_BYTES);
    }

    boolean isTag(byte[] tag, String text) {
        return MessageDigest.isEqual(tag, tag(text));
    }

    private byte[] hashed(String domain, String text, int bytes) {
        hash.update(utf8(domain));
        hash.update((byte) 0);
        return Arrays.copyOf(hash.doFinal(utf8(text)), bytes);
    }

    /// Id, keywords and text of a document, bound to its hashed id; as base64, which is how JSON carries bytes.
    /// Surrogates that stand alone are no text and come back as `?`.
    String seal(SearchDocument document) {
        ObjectNode plain = EngineClient.JSON.createObjectNode();
        plain.put("id", wellFormed(document.id()));
        plain.put("text", wellFormed(document.text()));
        ObjectNode keywords = plain.putObject("keywords");
        document.keywords().forEach((name, value) -> keywords.put(name, wellFormed(value)));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, id(document.id()), utf8(plain.toString()));
        byte[] whole = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return Base64.getEncoder().encodeToString(whole);
    }

    /// @param hashedId what it was sealed with
    /// @throws IllegalStateException when this is not what [#seal] made: somebody changed the index
    Opened open(String hashedId, String sealed) {
        byte[] whole = Base64.getDecoder().decode(sealed);
        if (whole.length < NONCE_BYTES) {
            throw new IllegalStateException("a document of the index is cut short");
        }
        byte[] plain = crypt(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(whole, NONCE_BYTES),
                hashedId,
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
        try {
            JsonNode document = EngineClient.JSON.readTree(plain);
            Map<String, String> keywords = new TreeMap<>();
            document.path("keywords")
                    .properties()
                    .forEach(each -> keywords.put(each.getKey(), each.getValue().asText()));
            return new Opened(
                    document.path("id").asText(), document.path("text").asText(), keywords);
        } catch (IOException e) {
            throw new IllegalStateException("only JSON is ever sealed", e);
        }
    }

    private byte[] crypt(int mode, byte[] nonce, String hashedId, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(utf8(hashedId));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a document of the index is not as it was put", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String wellFormed(String text) {
        return new String(utf8(text), StandardCharsets.UTF_8);
    }

    /// A document as it was put, but for its rank.
    record Opened(String id, String text, Map<String, String> keywords) {
        Opened {
            keywords = Map.copyOf(keywords);
        }
    }
}
