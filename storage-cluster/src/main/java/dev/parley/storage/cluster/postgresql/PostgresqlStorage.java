package dev.parley.storage.cluster.postgresql;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Documents and their outbox on one PostgreSQL.
public final class PostgresqlStorage implements AutoCloseable {
    private final Connections connections;
    private final PostgresqlDocumentStore documents;
    private final PostgresqlOutbox outbox;
    private final ExpirySweeper sweeper;

    private PostgresqlStorage(
            Connections connections,
            PostgresqlDocumentStore documents,
            PostgresqlOutbox outbox,
            ExpirySweeper sweeper) {
        this.connections = connections;
        this.documents = documents;
        this.outbox = outbox;
        this.sweeper = sweeper;
    }

    /// Connects and makes what is missing in the schema.
    ///
    /// @param clock by which documents expire
    /// @param random for pauses before a transaction is repeated
    /// @throws dev.parley.core.problem.StoreUnavailableException when there is no primary
    /// @throws dev.parley.storage.SchemaTooNewException when a newer version has taken something away
    public static PostgresqlStorage open(PostgresqlConfig config, InstantSource clock, RandomGenerator random) {
        Connections connections = new Connections(config);
        try {
            Declarations declarations = new Declarations(connections);
            declarations.alone(connection -> {
                SchemaSteps.apply(connection, config.schema(), Phase.EXPAND);
                return true;
            });
            HotSpots hotSpots = new HotSpots(config.schema(), config.timeouts().lock(), Ticker.systemTicker());
            Attempts attempts = new Attempts(connections, hotSpots, random);
            PostgresqlDocumentStore documents = new PostgresqlDocumentStore(connections, declarations, attempts, clock);
            ExpirySweeper sweeper = new ExpirySweeper(connections, documents);
            sweeper.start();
            return new PostgresqlStorage(
                    connections, documents, new PostgresqlOutbox(connections, documents, attempts), sweeper);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /// Takes back what newer versions did to the schema, to the end of step `number`. No process may be working on
    /// it.
    public static void schemaBack(PostgresqlConfig config, int number) {
        try (Connections connections = new Connections(config)) {
            new Declarations(connections).alone(connection -> {
                SchemaSteps.goBack(connection, config.schema(), number);
                return true;
            });
        }
    }

    /// Takes the steps of the schema that take something away, which no older version needs any more.
    public static void schemaContract(PostgresqlConfig config) {
        try (Connections connections = new Connections(config)) {
            new Declarations(connections).alone(connection -> {
                SchemaSteps.apply(connection, config.schema(), Phase.CONTRACT);
                return true;
            });
        }
    }

    /// The steps by which the schema came into being.
    public List<SchemaStep> schema() {
        return connections.read(SchemaSteps::steps);
    }

    public PostgresqlDocumentStore documents() {
        return documents;
    }

    public PostgresqlOutbox outbox() {
        return outbox;
    }

    Connections connections() {
        return connections;
    }

    /// Waits for running calls, then releases the connections.
    @Override
    public void close() {
        documents.close();
        sweeper.close();
        connections.close();
    }
}
