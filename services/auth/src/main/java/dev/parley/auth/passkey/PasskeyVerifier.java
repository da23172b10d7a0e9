package dev.parley.auth.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.parley.core.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What WebAuthn says of passkeys that are added and used (WebAuthn §7.1, §7.2), by WebAuthn4J: type, challenge,
/// origin, relying party, flags, signature, counter. Attestations are not asked for and not believed.
public final class PasskeyVerifier {
    /// ES256, EdDSA, RS256: what authenticators and Windows Hello have.
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final PasskeyConfig config;
    private final Set<Origin> origins;
    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter credentials;

    PasskeyVerifier(PasskeyConfig config) {
        this.config = config;
        this.origins = config.origins().stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
        ObjectConverter converter = new ObjectConverter();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.credentials = new AttestedCredentialDataConverter(converter);
    }

    /// It is no passkey, or not one that was meant for here.
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean cloned;

        RefusedException(String message, @Nullable Throwable cause, boolean cloned) {
            super(message, cause);
            this.cloned = cloned;
        }

        /// Whether the counter went back: there are two of the key.
        public boolean cloned() {
            return cloned;
        }
    }

    /// What a new passkey's authenticator said.
    record Made(
            String credentialId,
            String attestedCredential,
            long counter,
            boolean userVerified,
            boolean backupEligible,
            boolean backedUp,
            List<String> transports) {}

    /// A signature, not yet verified.
    ///
    /// @param userHandle of the account that the authenticator says the passkey is for, if it does
    public record Presented(
            AuthenticationData data, String credentialId, byte @Nullable [] userHandle, byte[] challenge) {}

    /// @throws RefusedException when it is not what browsers make
    RegistrationData readNew(JsonNode credential) throws RefusedException {
        try {
            RegistrationData data = manager.parseRegistrationResponseJSON(Json.text(credential));
            if (data.getAttestationObject() == null || data.getCollectedClientData() == null) {
                throw new RefusedException("it lacks its attestation object or client data", null, false);
            }
            return data;
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new RefusedException("it cannot be read", e, false);
        }
    }

    /// @param challenge that was found to be ours
    /// @throws RefusedException when anything is not as it must be
    Made verifyNew(RegistrationData data, byte[] challenge) throws RefusedException {
        try {
            manager.verify(data, new RegistrationParameters(server(challenge), PARAMETERS, false, true));
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new RefusedException("it is not accepted", e, false);
        }
        AuthenticatorData<?> said = data.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData attested = said.getAttestedCredentialData();
        Set<AuthenticatorTransport> transports = data.getTransports();
        return new Made(
                ENCODER.encodeToString(attested.getCredentialId()),
                ENCODER.encodeToString(credentials.convert(attested)),
                said.getSignCount(),
                said.isFlagUV(),
                said.isFlagBE(),
                said.isFlagBS(),
                transports == null
                        ? List.of()
                        : transports.stream()
                                .map(AuthenticatorTransport::getValue)
                                .limit(8)
                                .toList());
    }

    static byte[] challenge(RegistrationData data) throws RefusedException {
        return challenge(data.getCollectedClientData());
    }

    /// @throws RefusedException when it is not what browsers make
    Presented read(JsonNode credential) throws RefusedException {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(Json.text(credential));
            if (data.getCredentialId() == null || data.getAuthenticatorData() == null || data.getSignature() == null) {
                throw new RefusedException("it lacks its id, authenticator data or signature", null, false);
            }
            return new Presented(
                    data,
                    ENCODER.encodeToString(data.getCredentialId()),
                    data.getUserHandle(),
                    challenge(data.getCollectedClientData()));
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new RefusedException("it cannot be read", e, false);
        }
    }

    /// @param presented whose challenge was found to be ours
    /// @param userVerification whether the authenticator must have made sure of its user
    /// @throws RefusedException when anything is not as it must be
    void verify(Presented presented, StoredPasskey passkey, boolean userVerification) throws RefusedException {
        try {
            manager.verify(
                    presented.data(),
                    new AuthenticationParameters(
                            server(presented.challenge()), credentialRecord(passkey), null, userVerification, true));
        } catch (MaliciousCounterValueException e) {
            throw new RefusedException("its counter went back", e, true);
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new RefusedException("it is not accepted", e, false);
        }
    }

    private CredentialRecord credentialRecord(StoredPasskey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                passkey.userVerified(),
                passkey.backupEligible(),
                passkey.backedUp(),
                passkey.counter(),
                credentials.convert(Base64.getUrlDecoder().decode(passkey.attestedCredential())),
                null,
                null,
                null,
                null);
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origins(origins)
                .rpId(config.relyingPartyId())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static byte[] challenge(@Nullable CollectedClientData client) throws RefusedException {
        if (client == null || client.getChallenge() == null) {
            throw new RefusedException("it lacks its challenge", null, false);
        }
        return client.getChallenge().getValue();
    }
}
