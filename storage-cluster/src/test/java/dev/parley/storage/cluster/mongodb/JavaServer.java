package dev.parley.storage.cluster.mongodb;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/// mongo-java-server: speaks MongoDB's protocol from memory. It has no sessions and so no transactions, removes
/// nothing that expired, sorts text by UTF-16 and takes any write concern without honouring it. What runs here
/// shows that forms and queries are right, and nothing of durability, atomicity or isolation.
///
/// It knows no partial indexes; the unique ones are made here to hold the documents with all their members, as ours
/// ask for.
final class JavaServer implements AutoCloseable {
    static {
        // It logs every refusal that these tests provoke as an error.
        ((Logger) LoggerFactory.getLogger("de.bwaldvogel.mongo")).setLevel(Level.OFF);
    }

    private final MongoServer server = new MongoServer(new PartialBackend());
    private final String uri = server.bindAndGetConnectionString();

    MongodbConfig config() {
        return MongodbConfig.of(uri);
    }

    MongodbStorage open() {
        return MongodbStorage.withoutTransactions(config(), InstantSource.system(), new SecureRandom());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class PartialBackend extends MemoryBackend {
        @Override
        public MemoryDatabase openOrCreateDatabase(String name) {
            return new PartialDatabase(name, getCursorRegistry());
        }
    }

    private static final class PartialDatabase extends MemoryDatabase {
        PartialDatabase(String name, CursorRegistry cursors) {
            super(name, cursors);
        }

        @Override
        protected Index<Integer> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return name.endsWith(".unique")
                    ? new PartialIndex(name, keys)
                    : super.openOrCreateUniqueIndex(collection, name, keys, sparse);
        }
    }

    private static final class PartialIndex extends MemoryUniqueIndex {
        PartialIndex(String name, List<IndexKey> keys) {
            super(name, keys, true);
        }

        @Override
        public Set<KeyValue> getKeyValues(Document document) {
            Set<KeyValue> values = super.getKeyValues(document);
            boolean whole = values.stream().allMatch(value -> value.stream().allMatch(PartialIndex::isPresent));
            return whole ? values : Set.of();
        }

        private static boolean isPresent(Object part) {
            return !Missing.isNullOrMissing(part);
        }
    }
}
