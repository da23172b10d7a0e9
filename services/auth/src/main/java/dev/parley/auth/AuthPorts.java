package dev.parley.auth;

import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.signal.Signals;
import java.security.SecureRandom;
import java.time.InstantSource;

/// What auth stands on.
public record AuthPorts(
        DocumentStore documents, Signals signals, AuditSink audit, InstantSource clock, SecureRandom random) {}
