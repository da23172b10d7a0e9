package dev.parley.search;

import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.search.SearchIndex;

/// Where search reads and writes.
///
/// @param documents which conversations there are
/// @param events the messages as they come
/// @param index what is found
public record SearchStores(DocumentStore documents, EventLog events, SearchIndex index) {}
