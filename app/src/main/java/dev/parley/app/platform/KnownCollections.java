package dev.parley.app.platform;

import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.ApiTokenStore;
import dev.parley.auth.store.AttemptStore;
import dev.parley.auth.store.BreakGlassStore;
import dev.parley.auth.store.FactorStore;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.auth.store.OAuthTokenStore;
import dev.parley.auth.store.PendingSignInStore;
import dev.parley.auth.store.RoleStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.compliance.store.AuditStore;
import dev.parley.core.id.TenantId;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.media.store.MediaStore;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.MessageStore;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.object.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All collections of all services, as their stores declare them. `KnownCollectionsTest` holds it complete.
final class KnownCollections {
    private KnownCollections() {}

    /// @param objects not touched
    /// @param caches not filled
    static List<Collection<?>> all(ObjectStore objects, Caches caches) {
        Declared declared = new Declared();
        List<Object> stores = List.of(
                new AccountStore(declared),
                new AttemptStore(declared),
                new FactorStore(declared),
                new PendingSignInStore(declared),
                new OAuthClientStore(declared),
                new OAuthTokenStore(declared),
                new SessionStore(declared),
                new RoleStore(declared),
                new ApiTokenStore(declared),
                new BreakGlassStore(declared),
                new SigningKeyStore(declared),
                new AuditStore(declared),
                new DataKeyStore(declared),
                new NamedKeyStore(declared),
                new RootKeyStore(declared),
                new MediaStore(declared, objects),
                new ConversationStore(declared),
                new MessageStore(declared, caches),
                new KnownConversations(declared));
        if (declared.collections.size() < stores.size()) {
            throw new IllegalStateException("every store declares its collections when it is made");
        }
        declared.collections.addAll(MigrationRun.collections());
        return declared.collections.stream().distinct().toList();
    }

    /// Takes declarations and nothing else.
    private static final class Declared implements DocumentStore {
        private final List<Collection<?>> collections = new ArrayList<>();

        @Override
        public void declare(List<Collection<?>> more) {
            collections.addAll(more);
        }

        @Override
        public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
            throw noStore();
        }

        @Override
        public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
            throw noStore();
        }

        @Override
        public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
            throw noStore();
        }

        @Override
        public RawDocuments raw() {
            throw noStore();
        }

        @Override
        public void check() {
            throw noStore();
        }

        @Override
        public void close() {}

        private static IllegalStateException noStore() {
            return new IllegalStateException("a store reads nothing while it is made");
        }
    }
}
