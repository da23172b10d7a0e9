/// The search service: full-text search over messages, for those who may read them.
///
/// [dev.parley.search.MessageIndexer] follows the messages and keeps the index, [dev.parley.search.MessageSearch]
/// answers from it, [dev.parley.search.SearchRoutes] is its HTTP form. [dev.parley.search.MessageDocument] says how
/// a message lies in the index; [dev.parley.search.SearchCursor] what a client carries from page to page.
///
/// Invariants, with the test that holds each:
/// - A hit is in a conversation of which the asker is a member at the moment of the query (`SearchPermissionTest`).
/// - Every message becomes searchable, once, however often it is delivered (`MessageIndexerTest`).
/// - One message that cannot be indexed does not keep others from it (`MessageIndexerTest`).
/// - Any text is a valid query (`HostileQueryTest`).
///
/// The index is derived: it may lag (`parley_search_lag_events`), and is filled again from
/// the history of messages when it is lost (`MessageIndexerTest`).
@NullMarked
package dev.parley.search;

import org.jspecify.annotations.NullMarked;
