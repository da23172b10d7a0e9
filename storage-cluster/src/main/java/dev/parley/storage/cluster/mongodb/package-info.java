/// Documents and their outbox in MongoDB: a replica set or a sharded cluster, version 5.0 or newer.
///
/// [MongodbStorage][dev.parley.storage.cluster.mongodb.MongodbStorage] is where it begins. Invariants: every write
/// is in the journals of a majority before it is acknowledged; every read is of a majority and not before what this
/// process saw already; transactions that write are serializable, as
/// [Footprint][dev.parley.storage.cluster.mongodb.Footprint] says. Read first: `StoredForm`, `DocumentQuery`,
/// `Attempts`, `Footprint`. Why it is made like this: docs/decisions/0014-mongodb.md.
@NullMarked
package dev.parley.storage.cluster.mongodb;

import org.jspecify.annotations.NullMarked;
