package dev.parley.auth.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import dev.parley.auth.StoredAccount;
import dev.parley.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What browsers are asked to do, in the JSON form that `PublicKeyCredential.parseCreationOptionsFromJSON` and
/// `parseRequestOptionsFromJSON` read (WebAuthn §5.1.9, §5.1.10).
public final class PasskeyOptions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String TYPE = "public-key";
    private static final String PREFERRED = "preferred";

    private PasskeyOptions() {}

    /// The bytes by which an authenticator knows an account (WebAuthn §5.4.3): they name nobody.
    static byte[] handle(UserId user) {
        return user.value().getBytes(StandardCharsets.US_ASCII);
    }

    /// To make a passkey that signs in without a user name where the authenticator can, and not a second one on an
    /// authenticator that has one.
    ///
    /// @param name of this installation
    static JsonNode creation(
            PasskeyConfig config, String name, Person person, byte[] challenge, List<StoredPasskey> existing) {
        ObjectNode options = JSON.objectNode();
        options.putObject("rp").put("id", config.relyingPartyId()).put("name", name);
        options.putObject("user")
                .put("id", ENCODER.encodeToString(handle(person.id())))
                .put("name", person.account().userName())
                .put("displayName", person.account().displayName());
        options.put("challenge", ENCODER.encodeToString(challenge));
        ArrayNode parameters = options.putArray("pubKeyCredParams");
        for (COSEAlgorithmIdentifier algorithm : PasskeyVerifier.ALGORITHMS) {
            parameters.addObject().put("type", TYPE).put("alg", algorithm.getValue());
        }
        options.put("timeout", PasskeyChallenges.LIFE.toMillis());
        options.set("excludeCredentials", descriptors(existing));
        options.putObject("authenticatorSelection")
                .put("residentKey", PREFERRED)
                .put("requireResidentKey", false)
                .put("userVerification", PREFERRED);
        return options.put("attestation", "none");
    }

    /// Who a passkey is made for.
    public record Person(UserId id, StoredAccount account) {}

    /// To use any passkey there is, its user verified.
    static JsonNode requestAny(PasskeyConfig config, byte[] challenge) {
        return request(config, challenge, List.of(), "required");
    }

    /// To use one of these, as a second factor.
    static JsonNode requestOneOf(PasskeyConfig config, byte[] challenge, List<StoredPasskey> passkeys) {
        return request(config, challenge, passkeys, PREFERRED);
    }

    private static JsonNode request(
            PasskeyConfig config, byte[] challenge, List<StoredPasskey> passkeys, String userVerification) {
        ObjectNode options = JSON.objectNode();
        options.put("challenge", ENCODER.encodeToString(challenge));
        options.put("timeout", PasskeyChallenges.LIFE.toMillis());
        options.put("rpId", config.relyingPartyId());
        options.set("allowCredentials", descriptors(passkeys));
        return options.put("userVerification", userVerification);
    }

    private static ArrayNode descriptors(List<StoredPasskey> passkeys) {
        ArrayNode descriptors = JSON.arrayNode();
        for (StoredPasskey passkey : passkeys) {
            ObjectNode descriptor = descriptors.addObject().put("type", TYPE).put("id", passkey.credentialId());
            ArrayNode transports = descriptor.putArray("transports");
            passkey.transports().forEach(transports::add);
        }
        return descriptors;
    }
}
