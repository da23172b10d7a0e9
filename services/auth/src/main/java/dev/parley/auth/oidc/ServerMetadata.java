package dev.parley.auth.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import java.util.List;

/// What the provider offers, as a document that clients configure themselves by (RFC 8414).
final class ServerMetadata {
    private static final List<ClientAuthenticationMethod> METHODS = List.of(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT);
    private static final List<JWSAlgorithm> ALGORITHMS =
            List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

    private ServerMetadata() {}

    static String json(OpenIdConfig config) {
        AuthorizationServerMetadata metadata =
                new AuthorizationServerMetadata(new Issuer(config.issuer().toString()));
        metadata.setJWKSetURI(config.at(OpenIdPaths.JWKS));
        metadata.setGrantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
        metadata.setResponseTypes(List.<ResponseType>of());
        metadata.setTokenEndpointURI(config.at(OpenIdPaths.TOKEN));
        metadata.setTokenEndpointAuthMethods(METHODS);
        metadata.setTokenEndpointJWSAlgs(ALGORITHMS);
        metadata.setIntrospectionEndpointURI(config.at(OpenIdPaths.INTROSPECT));
        metadata.setIntrospectionEndpointAuthMethods(METHODS);
        metadata.setIntrospectionEndpointJWSAlgs(ALGORITHMS);
        metadata.setRevocationEndpointURI(config.at(OpenIdPaths.REVOKE));
        metadata.setRevocationEndpointAuthMethods(METHODS);
        metadata.setRevocationEndpointJWSAlgs(ALGORITHMS);
        return metadata.toJSONObject().toJSONString();
    }
}
