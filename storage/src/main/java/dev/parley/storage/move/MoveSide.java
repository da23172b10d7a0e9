package dev.parley.storage.move;

import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.object.ObjectStore;

/// Where a move takes from, or where it brings to. Caches, signals and search indexes are made anew from these.
public record MoveSide(DocumentStore documents, EventLog events, ObjectStore objects) {}
