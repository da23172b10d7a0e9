package dev.parley.app.demo;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.app.remote.AuditExport;
import dev.parley.app.remote.RemoteException;
import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.AuditJsonLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of the story: the audit log tells all of it, verifies without the platform, and gives a forger away.
final class Proof {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Narrator narrator;
    private final AuditExport audit;
    private final long from;

    /// To be made before the story begins: only what came later is searched for its requests.
    Proof(Narrator narrator, AuditExport audit) {
        this.from = audit.head();
        this.narrator = narrator;
        this.audit = audit;
    }

    void show(List<String> requestIds) {
        narrator.chapter("The audit log has it all");
        awaitRecorded(requestIds);
        narrator.line("%d requests of this story were looked for, and each is there", requestIds.size());
        if (!audit.verification().path("whole").asBoolean()) {
            throw new RemoteException("the platform finds its own audit log broken");
        }

        narrator.chapter("The log is exported and verified here, without the platform");
        byte[] export = export();
        AuditVerification verification = verify(export);
        if (!verification.whole()) {
            throw new RemoteException("the exported log does not verify: " + verification.fault());
        }
        narrator.line("%d entries, every hash computed again: verified", verification.checkedEntries());

        narrator.chapter("One byte of a copy is tampered with");
        Forgery forgery = Forgery.of(export, requestIds.get(requestIds.size() / 2));
        AuditVerification tampered = verify(forgery.bytes());
        Long faulty = tampered.faultySeq();
        if (tampered.whole() || faulty == null || faulty != forgery.seq()) {
            throw new RemoteException("the forgery in entry " + forgery.seq() + " was not found");
        }
        narrator.line("entry %d: \"%s\" became \"%s\"", forgery.seq(), forgery.before(), forgery.after());
        narrator.line("verification fails at entry %d: %s", faulty, Objects.requireNonNullElse(tampered.fault(), ""));
    }

    private void awaitRecorded(List<String> requestIds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Set<String> missing = new HashSet<>(requestIds);
        long read = from;
        while (!missing.isEmpty()) {
            for (Iterator<AuditEntry> entries = audit.after(read); entries.hasNext(); ) {
                AuditEntry entry = entries.next();
                read = entry.seq();
                missing.removeIf(id -> entry.canonical().contains(id));
            }
            if (System.nanoTime() > end) {
                throw new RemoteException("the audit log does not know the requests " + missing);
            }
            pause();
        }
    }

    private byte[] export() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            audit.to(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static AuditVerification verify(byte[] log) {
        return AuditChain.verify(AuditJsonLines.read(new ByteArrayInputStream(log)));
    }

    private static void pause() {
        try {
            if (new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted");
        }
    }

    /// A copy of the log in which one byte of one entry is another.
    ///
    /// @param seq the entry
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Forgery(byte[] bytes, long seq, String before, String after) {
        /// Changes the last character of the request id that an entry tells of.
        static Forgery of(byte[] log, String requestId) {
            String text = new String(log, StandardCharsets.ISO_8859_1);
            int place = text.indexOf(requestId) + requestId.length() - 1;
            char was = text.charAt(place);
            char forged = was == '7' ? '8' : '7';
            byte[] bytes = log.clone();
            bytes[place] = (byte) forged;
            long seq = text.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
            String before = text.substring(place - 5, place + 1);
            return new Forgery(bytes, seq, "…" + before, "…" + before.substring(0, 5) + forged);
        }
    }
}
