package dev.parley.client;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;

/// [DataKeysApi] over HTTP, for services only. Every call may be repeated: obtaining gives the same key again,
/// destroying destroys once. Keys are kept by [dev.parley.client.seal.DataKeyRing], not here.
public final class HttpDataKeys implements DataKeysApi {
    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpDataKeys(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        Call call =
                Call.post("/v1/data-keys").json(new Wanted(purpose, subject)).repeatable();
        return http.call(as(tenant, call), DataKey.class);
    }

    @Override
    public DataKey dataKey(TenantId tenant, KeyId id) {
        return http.call(as(tenant, Call.get("/v1/data-keys/{}", id.value())), DataKey.class);
    }

    @Override
    public void destroy(TenantId tenant, KeyId id) {
        http.callForNothing(as(tenant, Call.delete("/v1/data-keys/{}", id.value())));
    }

    private Call as(TenantId tenant, Call call) {
        return call.bearer(credentials.forTenant(http.target(), tenant));
    }

    private record Wanted(DataKeyPurpose purpose, String subject) {}
}
