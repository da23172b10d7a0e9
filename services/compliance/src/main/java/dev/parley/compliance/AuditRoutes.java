package dev.parley.compliance;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.http.Contract;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.List;

/// HTTP ↔ [AuditApi].
public final class AuditRoutes {
    private static final int DEFAULT_PAGE = 100;

    private final AuditApi audit;

    private AuditRoutes(AuditApi audit) {
        this.audit = audit;
    }

    /// All operations of the compliance service's contract.
    public static Routes of(AuditApi audit) {
        AuditRoutes routes = new AuditRoutes(audit);
        return Routes.of(Contract.load("compliance"))
                .on("appendAuditRecords", routes::append)
                .on("listAuditEntries", routes::list)
                .on("getAuditHead", routes::head)
                .on("verifyAudit", routes::verify)
                .build();
    }

    private Response append(Request request) throws IOException {
        Records body = request.json(Records.class);
        return Response.created(audit.append(request.service().tenant(), body.records));
    }

    private Response list(Request request) {
        long afterSeq = request.query("afterSeq").map(Long::parseLong).orElse(0L);
        int limit = request.queryInt("limit", DEFAULT_PAGE);
        return Response.ok(new Entries(audit.entries(request.caller(), afterSeq, limit)));
    }

    private Response head(Request request) {
        return Response.ok(audit.head(request.caller()));
    }

    private Response verify(Request request) {
        return Response.ok(audit.verify(request.caller()));
    }

    record Records(List<AuditRecord> records) {
        Records {
            records = List.copyOf(records);
        }
    }

    record Entries(List<AuditEntry> entries) {
        Entries {
            entries = List.copyOf(entries);
        }
    }
}
