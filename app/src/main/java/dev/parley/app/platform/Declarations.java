package dev.parley.app.platform;

import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.AttemptStore;
import dev.parley.auth.store.FactorStore;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.auth.store.OAuthTokenStore;
import dev.parley.auth.store.PendingSignInStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.compliance.store.AuditStore;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.media.store.MediaStore;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.MessageStore;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.object.ObjectStore;

/// The collections of all services.
public final class Declarations {
    private Declarations() {}

    /// Makes them all exist, with their indexes.
    ///
    /// @param objects not used
    /// @param caches not used
    public static void declare(DocumentStore documents, ObjectStore objects, Caches caches) {
        // Each store declares its own when it is made.
        new AccountStore(documents);
        new AttemptStore(documents);
        new FactorStore(documents);
        new PendingSignInStore(documents);
        new OAuthClientStore(documents);
        new OAuthTokenStore(documents);
        new SessionStore(documents);
        new SigningKeyStore(documents);
        new AuditStore(documents);
        new DataKeyStore(documents);
        new NamedKeyStore(documents);
        new RootKeyStore(documents);
        new MediaStore(documents, objects);
        new ConversationStore(documents);
        new MessageStore(documents, caches);
        new KnownConversations(documents);
    }
}
