package dev.parley.gateway;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.client.audit.AuditTrail;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Filter;
import dev.parley.http.Handler;
import dev.parley.http.Operation;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an audit record of each request: who, what, with which outcome.
///
/// The resource is the route's template, so that no id from a path and no personal data from a query gets into the
/// chain; what tells of a person (address, user agent) goes into the part that is sealed with that person's key.
/// The record is in the spool before the answer leaves. While records cannot be taken, requests are refused before
/// they do anything: no deed without a trace. Health, metrics and the documentation's own files are asked by
/// machines many times a minute and tell nothing of anybody: they are left out.
final class RequestAudit implements Filter {
    private static final Set<String> UNWATCHED = Set.of("/health", "/ready", "/metrics", "/favicon.ico");
    private static final String UNWATCHED_PREFIX = "/documentation/";
    private static final int MAX_PERSONAL_CHARACTERS = 512;
    private static final long REFUSE_MILLIS = 1_000;

    private final AuditTrail trail;
    private final IdSource ids;
    private final InstantSource clock;
    /// Until when requests are refused because a record was.
    private volatile long closedUntilMillis;

    RequestAudit(AuditTrail trail, IdSource ids, InstantSource clock) {
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        if (UNWATCHED.contains(request.path()) || request.path().startsWith(UNWATCHED_PREFIX)) {
            return next.handle(request);
        }
        if (clock.millis() < closedUntilMillis) {
            throw new StoreUnavailableException("requests cannot be recorded at the moment");
        }
        long start = System.nanoTime();
        Response response = next.handle(request);
        long tookMillis = (System.nanoTime() - start) / 1_000_000;
        // Authentication happened further in; the request knows its caller by now.
        try {
            trail.record(request.caller().tenant(), witness(request, response.status(), tookMillis));
        } catch (StoreUnavailableException e) {
            closedUntilMillis = clock.millis() + REFUSE_MILLIS;
            throw e;
        }
        return response;
    }

    private AuditRecord witness(Request request, int status, long tookMillis) {
        Map<String, String> details = new HashMap<>();
        details.put("method", request.method());
        details.put("status", Integer.toString(status));
        details.put("tookMillis", Long.toString(tookMillis));
        request.operation().map(Operation::id).ifPresent(id -> details.put("operation", id));
        if (request.caller() instanceof Caller.User user && user.rights().via() != Rights.Via.SIGN_IN) {
            // What was not read by a sign-in must be told from what was.
            details.put("via", user.rights().via().code());
            details.put("session", user.session().value());
        }
        return new AuditRecord(
                ids.auditRecordId(),
                clock.instant(),
                "gateway",
                actor(request.caller()),
                "http.request",
                request.operation().map(Operation::path).orElse("unmatched"),
                outcome(status),
                request.id(),
                details,
                subject(request.caller()),
                personal(request));
    }

    private static String actor(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.user().value();
            case Caller.Service service -> "service:" + service.name();
            case Caller.Anonymous anonymous -> "anonymous";
        };
    }

    private static @Nullable UserId subject(Caller caller) {
        return caller instanceof Caller.User user ? user.user() : null;
    }

    private static AuditOutcome outcome(int status) {
        if (status >= 500) {
            return AuditOutcome.FAILURE;
        }
        return status >= 400 ? AuditOutcome.REFUSED : AuditOutcome.SUCCESS;
    }

    private static Map<String, String> personal(Request request) {
        Map<String, String> personal = new HashMap<>();
        personal.put("address", request.remoteAddress());
        request.header("User-Agent").ifPresent(agent -> personal.put("userAgent", cut(agent)));
        return personal;
    }

    private static String cut(String text) {
        return text.length() <= MAX_PERSONAL_CHARACTERS ? text : text.substring(0, MAX_PERSONAL_CHARACTERS);
    }
}
