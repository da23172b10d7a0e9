package dev.parley.client.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ES256 (RFC 7518 §3.4) by the fastest implementation that works here: Amazon's Corretto Crypto Provider where its
/// native library loads (Linux on x86-64), else the JDK's own, which gives the same answers ten times slower.
///
/// Chosen for this algorithm alone: the provider is not registered, so that nothing else changes hands
/// (docs/decisions/0029). What it signs is verified by the JDK once before it is trusted.
public final class Es256 {
    private static final Logger LOG = LoggerFactory.getLogger(Es256.class);
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final @Nullable Provider FAST = fast();

    private Es256() {}

    /// Signs with the private half of a key on P-256.
    ///
    /// @throws JOSEException when it has none, or is on another curve
    public static JWSSigner signer(ECKey key) throws JOSEException {
        if (FAST == null) {
            return new ECDSASigner(key);
        }
        try {
            var translated = KeyFactory.getInstance("EC", FAST).translateKey(key.toECPrivateKey());
            ECDSASigner signer = new ECDSASigner((java.security.PrivateKey) translated, key.getCurve());
            signer.getJCAContext().setProvider(FAST);
            return signer;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the key cannot be used", e);
        }
    }

    /// Verifies with the public half of a key on P-256.
    ///
    /// @throws JOSEException when it is on another curve, or not on it
    public static JWSVerifier verifier(ECKey key) throws JOSEException {
        // Which looks whether the point is on the curve.
        ECDSAVerifier verifier = new ECDSAVerifier(key.toECPublicKey());
        if (FAST == null) {
            return verifier;
        }
        try {
            var translated = KeyFactory.getInstance("EC", FAST).translateKey(key.toECPublicKey());
            ECDSAVerifier fast = new ECDSAVerifier((ECPublicKey) translated);
            fast.getJCAContext().setProvider(FAST);
            return fast;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the key cannot be used", e);
        }
    }

    private static @Nullable Provider fast() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() == null && agreesWithTheJdk(provider)) {
                return provider;
            }
            LOG.info("tokens are signed by the JDK: {}", String.valueOf(provider.getLoadingError()));
        } catch (GeneralSecurityException | LinkageError | RuntimeException e) {
            LOG.info("tokens are signed by the JDK: {}", e.toString());
        }
        return null;
    }

    private static boolean agreesWithTheJdk(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(Curve.P_256.getStdName()));
        KeyPair pair = generator.generateKeyPair();
        byte[] message = {1, 2, 3};
        Signature signing = Signature.getInstance(ALGORITHM, provider);
        signing.initSign(pair.getPrivate());
        signing.update(message);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(ALGORITHM);
        verifying.initVerify(pair.getPublic());
        verifying.update(message);
        return verifying.verify(signature);
    }
}
