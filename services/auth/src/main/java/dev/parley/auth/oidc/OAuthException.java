package dev.parley.auth.oidc;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;

/// A request of the protocol is refused, in the protocol's own words (RFC 6749 §5.2). Nothing was changed by it.
final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorObject error;

    OAuthException(ErrorObject error) {
        // An answer, not a fault.
        super(error.getDescription(), null, false, false);
        this.error = error;
    }

    ErrorObject error() {
        return error;
    }

    static OAuthException invalidClient() {
        return new OAuthException(OAuth2Error.INVALID_CLIENT);
    }

    static OAuthException invalidRequest(String why) {
        return new OAuthException(OAuth2Error.INVALID_REQUEST.setDescription(why));
    }

    static OAuthException invalidScope() {
        return new OAuthException(OAuth2Error.INVALID_SCOPE);
    }

    static OAuthException unauthorizedClient() {
        return new OAuthException(OAuth2Error.UNAUTHORIZED_CLIENT);
    }

    static OAuthException unsupportedGrant() {
        return new OAuthException(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
    }
}
