package dev.parley.client;

import dev.parley.api.auth.CustomRolesApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Set;

/// [CustomRolesApi] over HTTP.
public final class HttpCustomRoles implements CustomRolesApi {
    private static final String ROLES = "/v1/roles";
    private static final String ROLE = "/v1/roles/{}";
    private static final String OF_ACCOUNT = "/v1/accounts/{}/custom-roles";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpCustomRoles(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public List<CustomRole> all(Caller.User caller) {
        return http.call(as(caller, Call.get(ROLES)), Listed.class).roles;
    }

    @Override
    public CustomRole create(Caller.User caller, RoleDefinition definition) {
        return http.call(as(caller, Call.post(ROLES).json(definition)).once(), CustomRole.class);
    }

    @Override
    public CustomRole change(Caller.User caller, String roleId, RoleDefinition definition) {
        return http.call(as(caller, Call.put(ROLE, roleId).json(definition)), CustomRole.class);
    }

    @Override
    public void delete(Caller.User caller, String roleId) {
        http.callForNothing(as(caller, Call.delete(ROLE, roleId)).once());
    }

    @Override
    public List<CustomRole> rolesOf(Caller.User caller, UserId user) {
        return http.call(as(caller, Call.get(OF_ACCOUNT, user.value())), Listed.class).roles;
    }

    @Override
    public List<CustomRole> assign(Caller.User caller, UserId user, Set<String> roleIds) {
        Call call = Call.put(OF_ACCOUNT, user.value()).json(new Assignment(roleIds));
        return http.call(as(caller, call), Listed.class).roles;
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Listed(List<CustomRole> roles) {}

    private record Assignment(Set<String> roles) {}
}
