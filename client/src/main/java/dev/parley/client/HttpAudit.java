package dev.parley.client;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.time.Duration;
import java.util.List;

/// [AuditApi] over HTTP. Appending may be repeated: the log adds a record once, by its id.
public final class HttpAudit implements AuditApi {
    /// Verification reads the whole log.
    private static final Duration VERIFICATION = Duration.ofMinutes(5);

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpAudit(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> records) {
        Call call = Call.post("/v1/audit/records")
                .json(new Batch(records))
                .bearer(credentials.forTenant(http.target(), tenant))
                .repeatable();
        return http.call(call, AuditHead.class);
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        Call call = Call.get("/v1/audit/entries").query("afterSeq", afterSeq).query("limit", limit);
        return http.call(as(caller, call), Entries.class).entries;
    }

    @Override
    public AuditHead head(Caller caller) {
        return http.call(as(caller, Call.get("/v1/audit/head")), AuditHead.class);
    }

    @Override
    public AuditVerification verify(Caller caller) {
        Call call = Call.post("/v1/audit/verification").repeatable().within(VERIFICATION);
        return http.call(as(caller, call), AuditVerification.class);
    }

    private Call as(Caller caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Batch(List<AuditRecord> records) {}

    private record Entries(List<AuditEntry> entries) {}
}
