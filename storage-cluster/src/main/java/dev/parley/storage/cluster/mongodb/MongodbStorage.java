package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/// The document store on one MongoDB database, and its outbox. They share the connections.
public final class MongodbStorage implements AutoCloseable {
    /// The wire version of MongoDB 5.0, the first to answer a query in a snapshot outside a transaction.
    private static final int MIN_WIRE_VERSION = 13;

    private final MongodbEngine engine;
    private final MongodbDocumentStore documents;
    private final MongodbOutbox outbox;

    private MongodbStorage(MongodbEngine engine) {
        this.engine = engine;
        EventTable events = new EventTable(engine);
        this.documents = new MongodbDocumentStore(engine, events);
        this.outbox = new MongodbOutbox(engine, events);
    }

    /// Connects, makes sure that this is a MongoDB that can keep the promises, and makes the collections of this
    /// adapter.
    ///
    /// @param random called from any thread
    /// @throws StoreUnavailableException when no primary answers in time
    /// @throws MongodbUnsuitableException when it is a standalone server or too old a version
    public static MongodbStorage open(MongodbConfig config, InstantSource clock, RandomGenerator random) {
        return open(config, clock, random, true);
    }

    /// Storage on a server without sessions, for tests of queries and forms: nothing is atomic, durable or
    /// isolated.
    static MongodbStorage withoutTransactions(MongodbConfig config, InstantSource clock, RandomGenerator random) {
        return open(config, clock, random, false);
    }

    private static MongodbStorage open(
            MongodbConfig config, InstantSource clock, RandomGenerator random, boolean transactions) {
        MongodbEngine engine = connect(config, clock, random, transactions);
        try {
            SchemaSteps.apply(engine, Phase.EXPAND);
            return new MongodbStorage(engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static MongodbEngine connect(
            MongodbConfig config, InstantSource clock, RandomGenerator random, boolean transactions) {
        MongoClient client = MongoClients.create(ClientSettings.of(config));
        try {
            if (transactions) {
                requireSuitable(hello(client));
            }
            return new MongodbEngine(config, client, clock, random, transactions);
        } catch (MongoException e) {
            client.close();
            throw MongodbFailure.unavailable(e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /// Takes back the steps of this adapter's own collections after step `number`. No process may be working on
    /// them.
    ///
    /// @throws dev.parley.storage.SchemaTooNewException when there are steps that this version cannot take back
    public static void schemaBack(MongodbConfig config, InstantSource clock, RandomGenerator random, int number) {
        change(connect(config, clock, random, true), engine -> SchemaSteps.goBack(engine, number));
    }

    /// Takes the steps that take something away, which no older version needs any more.
    public static void schemaContract(MongodbConfig config, InstantSource clock, RandomGenerator random) {
        change(connect(config, clock, random, true), engine -> SchemaSteps.apply(engine, Phase.CONTRACT));
    }

    /// As [#schemaBack], on a server without sessions.
    static void schemaBackWithoutTransactions(
            MongodbConfig config, InstantSource clock, RandomGenerator random, int number) {
        change(connect(config, clock, random, false), engine -> SchemaSteps.goBack(engine, number));
    }

    private static void change(MongodbEngine engine, Consumer<MongodbEngine> work) {
        try {
            work.accept(engine);
        } finally {
            engine.close();
        }
    }

    /// The steps by which this adapter's own collections came into being.
    public List<SchemaStep> schema() {
        return SchemaSteps.steps(engine);
    }

    private static BsonDocument hello(MongoClient client) {
        try {
            return client.getDatabase("admin")
                    .runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == MongodbFailure.COMMAND_NOT_FOUND) {
                throw new MongodbUnsuitableException("this is no MongoDB of version 5.0 or newer: " + e.getMessage());
            }
            throw e;
        }
    }

    /// @param hello what the server says of itself
    static void requireSuitable(BsonDocument hello) {
        boolean replicated = hello.containsKey("setName");
        boolean sharded =
                hello.containsKey("msg") && hello.getString("msg").getValue().equals("isdbgrid");
        if (!replicated && !sharded || !hello.containsKey("logicalSessionTimeoutMinutes")) {
            throw new MongodbUnsuitableException("this MongoDB is a standalone server: it has no transactions and"
                    + " cannot make a write durable on a majority. Make it a replica set, of three members for more"
                    + " than tests (mongod --replSet rs0, then rs.initiate())");
        }
        if (hello.getInt32("maxWireVersion").getValue() < MIN_WIRE_VERSION) {
            throw new MongodbUnsuitableException("this MongoDB is older than 5.0");
        }
    }

    public MongodbDocumentStore documents() {
        return documents;
    }

    public MongodbOutbox outbox() {
        return outbox;
    }

    /// Closes the document store and then the connections.
    @Override
    public void close() {
        documents.close();
        engine.close();
    }
}
