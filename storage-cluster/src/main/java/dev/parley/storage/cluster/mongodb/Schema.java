package dev.parley.storage.cluster.mongodb;

import java.util.Set;

/// The names of this adapter's own collections. [SchemaSteps] makes them.
final class Schema {
    static final String STEPS = "parley_schema";
    static final String GUARDS = "parley_guards";
    static final String OUTBOX = "parley_outbox";
    static final String COUNTERS = "parley_outbox_counters";
    static final String LEASES = "parley_leases";

    /// All of these, which hold no documents of collections.
    static final Set<String> OWN = Set.of(STEPS, GUARDS, OUTBOX, COUNTERS, LEASES);

    /// The document of [#STEPS] that [MongodbEngine#check] writes.
    static final String CHECKED = "checked";

    private Schema() {}
}
