package dev.parley.http;

import dev.parley.core.caller.Permission;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// One operation of a contract.
///
/// @param id the `operationId`, unique within the contract
/// @param method upper case
/// @param path the template, for example `/v1/messages/{messageId}`
/// @param security who may call; empty when no authentication is asked for
/// @param permissions of which a user needs one to call it; where there is none, who signed in calls it with any
///     role, and a token that was given for less opens it not at all
/// @param maxBodyBytes the declared bound of the body; where absent, the server's default holds
/// @param streaming the handler reads the body as a stream, and no schema is applied to it
/// @param bodyTypes the media types that the body may have; empty when the operation takes none
public record Operation(
        String id,
        String method,
        String path,
        Set<Access> security,
        Exposure exposure,
        Set<Permission> permissions,
        OptionalLong maxBodyBytes,
        boolean streaming,
        boolean bodyRequired,
        List<String> bodyTypes,
        List<Parameter> parameters) {
    public Operation {
        security = Set.copyOf(security);
        permissions = Set.copyOf(permissions);
        bodyTypes = List.copyOf(bodyTypes);
        parameters = List.copyOf(parameters);
    }

    /// Kinds of caller.
    public enum Access {
        USER,
        SERVICE
    }

    /// Who can reach the operation.
    public enum Exposure {
        /// Reachable through the gateway.
        PUBLIC,
        /// Reachable on the service's own port only.
        INTERNAL
    }
}
