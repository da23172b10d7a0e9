package dev.parley.crypto;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.io.IOException;

/// HTTP ↔ [DataKeysApi]. The tenant is the one that the calling service's token names.
final class DataKeyRoutes {
    private final DataKeysApi dataKeys;

    DataKeyRoutes(DataKeysApi dataKeys) {
        this.dataKeys = dataKeys;
    }

    Response obtain(Request request) throws IOException {
        Wanted wanted = request.json(Wanted.class);
        return secret(Response.ok(dataKeys.obtain(tenant(request), wanted.purpose, wanted.subject)));
    }

    Response get(Request request) {
        return secret(Response.ok(dataKeys.dataKey(tenant(request), id(request))));
    }

    Response destroy(Request request) {
        dataKeys.destroy(tenant(request), id(request));
        return Response.noContent();
    }

    private static TenantId tenant(Request request) {
        return request.service().tenant();
    }

    private static KeyId id(Request request) {
        return new KeyId(request.pathParameter("keyId"));
    }

    private static Response secret(Response response) {
        return response.withHeader("Cache-Control", "no-store");
    }

    record Wanted(DataKeyPurpose purpose, String subject) {}
}
