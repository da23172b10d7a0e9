package dev.parley.app.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.compliance.chain.AuditJsonLines;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/// The audit log of a running platform, as an owner, a compliance officer or a service may read it.
public final class AuditExport {
    private static final int PAGE = 1000;

    private final Remote remote;
    private final String service;
    private final String token;

    /// @param service `gateway` for people's tokens, `compliance` for a service token, which is good there only
    public AuditExport(Remote remote, String service, String token) {
        this.remote = remote;
        this.service = service;
        this.token = token;
    }

    /// Writes every entry, one JSON object per line.
    public void to(OutputStream out) throws IOException {
        AuditJsonLines.write(after(0), out);
    }

    /// What the platform itself says after computing the whole chain again.
    public JsonNode verification() {
        return remote.call("POST", service, "/v1/audit/verification", token)
                .expect(200)
                .json();
    }

    /// The seq of the last entry now.
    public long head() {
        return remote.get(service, "/v1/audit/head", token)
                .expect(200)
                .json()
                .path("size")
                .asLong();
    }

    /// The entries behind one, page by page.
    public Iterator<AuditEntry> after(long seq) {
        return new Pages(seq);
    }

    private final class Pages implements Iterator<AuditEntry> {
        private final Deque<AuditEntry> page = new ArrayDeque<>();
        private long last;
        private boolean ended;

        private Pages(long after) {
            last = after;
        }

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && !ended) {
                JsonNode entries = remote.get(service, "/v1/audit/entries?limit=" + PAGE + "&afterSeq=" + last, token)
                        .expect(200)
                        .json()
                        .path("entries");
                entries.forEach(entry -> page.add(entry((ObjectNode) entry)));
                ended = page.size() < PAGE;
                last = page.isEmpty() ? last : page.getLast().seq();
            }
            return !page.isEmpty();
        }

        @Override
        public AuditEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return Objects.requireNonNull(page.poll(), "hasNext filled it");
        }

        private static AuditEntry entry(ObjectNode entry) {
            try {
                return Json.mapper().treeToValue(entry, AuditEntry.class);
            } catch (IOException e) {
                throw new RemoteException("what came is no audit entry: " + e.getMessage());
            }
        }
    }
}
