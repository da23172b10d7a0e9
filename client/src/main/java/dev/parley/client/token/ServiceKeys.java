package dev.parley.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys by which services know one another: one for each pair of a calling and a called service, derived from
/// the service secret with HKDF-SHA256 (RFC 5869).
///
/// Who has the service secret can be any service. A process of a cluster is given only the keys of its own services
/// ([#only]): with what lies on its host, nobody can call as another service.
public final class ServiceKeys {
    /// Shortest secret: as long as the hash (RFC 7518 §3.2).
    public static final int MIN_SECRET_BYTES = 32;

    private static final int KEY_BYTES = 32;
    private static final int MAX_CACHED = 1000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    private final BiFunction<String, String, Optional<SecretKey>> keys;

    private ServiceKeys(BiFunction<String, String, Optional<SecretKey>> keys) {
        this.keys = keys;
    }

    /// The keys of all pairs.
    ///
    /// @throws IllegalArgumentException when the secret has fewer than [#MIN_SECRET_BYTES]
    public static ServiceKeys of(Secret serviceSecret) {
        if (serviceSecret.lengthBytes() < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("the service secret must have at least " + MIN_SECRET_BYTES + " bytes");
        }
        byte[] secret = serviceSecret.reveal();
        try {
            // As a key object, which copies.
            SecretKey root = new SecretKeySpec(secret, "HKDF");
            Cache<String, SecretKey> derived =
                    Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
            return new ServiceKeys(
                    (caller, called) -> Optional.of(derived.get(caller + ">" + called, pair -> derive(root, pair))));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The keys of the pairs in which one of `own` calls or is called.
    ///
    /// @param all the names of everyone who calls or is called
    public Map<String, Secret> only(Set<String> own, Set<String> all) {
        Map<String, Secret> pairs = new TreeMap<>();
        for (String mine : own) {
            for (String other : all) {
                pairs.put(mine + ">" + other, secret(mine, other));
                pairs.put(other + ">" + mine, secret(other, mine));
            }
        }
        return pairs;
    }

    /// The keys of some pairs, as [#write] wrote them.
    ///
    /// @throws IOException when they are not
    public static ServiceKeys read(byte[] json) throws IOException {
        Map<String, SecretKey> known = new HashMap<>();
        JsonNode tree = Json.parse(json);
        for (var pair : tree.properties()) {
            byte[] key;
            try {
                key = Base64.getDecoder().decode(pair.getValue().asText());
            } catch (IllegalArgumentException e) {
                throw new IOException("not the key of a pair of services", e);
            }
            if (key.length != KEY_BYTES) {
                throw new IOException("a key has " + key.length + " bytes instead of " + KEY_BYTES);
            }
            known.put(pair.getKey(), new SecretKeySpec(key, "HmacSHA256"));
            Arrays.fill(key, (byte) 0);
        }
        return new ServiceKeys((caller, called) -> Optional.ofNullable(known.get(caller + ">" + called)));
    }

    /// Pairs as JSON: `{"media>crypto": "<base64>"}`.
    public static byte[] write(Map<String, Secret> pairs) {
        Map<String, String> encoded = new TreeMap<>();
        pairs.forEach((pair, key) -> encoded.put(pair, Base64.getEncoder().encodeToString(key.reveal())));
        return Json.bytes(encoded);
    }

    /// The key with which `caller` signs what is for `called`, where it is known here.
    Optional<SecretKey> between(String caller, String called) {
        return NAME.matcher(caller).matches() && NAME.matcher(called).matches()
                ? keys.apply(caller, called)
                : Optional.empty();
    }

    private Secret secret(String caller, String called) {
        SecretKey key = between(caller, called)
                .orElseThrow(() -> new IllegalArgumentException("no key for " + caller + " to call " + called));
        return Secret.of(key.getEncoded());
    }

    private static SecretKey derive(SecretKey root, String pair) {
        try {
            byte[] info = ("parley service token " + pair).getBytes(StandardCharsets.UTF_8);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 is in every JDK from 25 on", e);
        }
    }
}
