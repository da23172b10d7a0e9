package dev.parley.storage.cluster.mongodb;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;

/// The MongoDB that `PARLEY_TEST_MONGODB_URI` names: a replica set or `mongos` without a user, where databases may
/// be made. The tests share the database `parley_test`, with tenants of their own.
final class ReplicaSet {
    static final String VARIABLE = "PARLEY_TEST_MONGODB_URI";
    static final String NEEDED = "needs:" + VARIABLE;

    private ReplicaSet() {}

    static MongodbConfig config() {
        return MongodbConfig.of(Objects.requireNonNull(System.getenv(VARIABLE))).inDatabase("parley_test");
    }

    static MongodbStorage open() {
        return MongodbStorage.open(config(), InstantSource.system(), new SecureRandom());
    }
}
