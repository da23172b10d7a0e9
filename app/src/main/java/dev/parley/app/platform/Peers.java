package dev.parley.app.platform;

import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.compliance.AuditApi;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.app.config.ServiceName;
import dev.parley.client.HttpAccounts;
import dev.parley.client.HttpAudit;
import dev.parley.client.HttpConversations;
import dev.parley.client.HttpDataKeys;
import dev.parley.client.HttpMessages;
import dev.parley.client.HttpSessions;
import dev.parley.http.Routes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The contracts of all services as one of them sees the others: the object itself where it runs in this process,
/// awaited while its wiring is still at work, else the same contract over HTTP.
final class Peers {
    private final Set<ServiceName> local;
    private final RemoteServices remote;
    private final Map<Object, CompletableFuture<Object>> provided = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;

    Peers(Set<ServiceName> local, RemoteServices remote) {
        this.local = Set.copyOf(local);
        this.remote = remote;
    }

    AccountsApi accounts(ServiceName asker) {
        return local.contains(ServiceName.AUTH)
                ? await(AccountsApi.class)
                : new HttpAccounts(remote.http(ServiceName.AUTH), remote.credentials(asker));
    }

    SessionsApi sessions(ServiceName asker) {
        return local.contains(ServiceName.AUTH)
                ? await(SessionsApi.class)
                : new HttpSessions(remote.http(ServiceName.AUTH), remote.credentials(asker));
    }

    DataKeysApi dataKeys(ServiceName asker) {
        return local.contains(ServiceName.CRYPTO)
                ? await(DataKeysApi.class)
                : new HttpDataKeys(remote.http(ServiceName.CRYPTO), remote.credentials(asker));
    }

    AuditApi audit(ServiceName asker) {
        return local.contains(ServiceName.COMPLIANCE)
                ? await(AuditApi.class)
                : new HttpAudit(remote.http(ServiceName.COMPLIANCE), remote.credentials(asker));
    }

    ConversationsApi conversations(ServiceName asker) {
        return local.contains(ServiceName.MESSAGING)
                ? await(ConversationsApi.class)
                : new HttpConversations(remote.http(ServiceName.MESSAGING), remote.credentials(asker));
    }

    MessagesApi messages(ServiceName asker) {
        return local.contains(ServiceName.MESSAGING)
                ? await(MessagesApi.class)
                : new HttpMessages(remote.http(ServiceName.MESSAGING), remote.credentials(asker));
    }

    /// Routes for the gateway: the service's own, or a proxy's.
    Routes routes(ServiceName service) {
        return local.contains(service) ? (Routes) await((Object) service) : remote.proxy(service);
    }

    /// Hands over a contract that a wiring of this process has built.
    <T> void provide(Class<T> contract, T implementation) {
        future(contract).complete(implementation);
    }

    void provideRoutes(ServiceName service, Routes routes) {
        future(service).complete(routes);
    }

    /// Wakes all that wait, now and later: what they wait for will not come.
    void fail(Throwable cause) {
        failure = cause;
        provided.values().forEach(waiting -> waiting.completeExceptionally(cause));
    }

    private <T> T await(Class<T> contract) {
        return contract.cast(await((Object) contract));
    }

    private Object await(Object key) {
        return future(key).join();
    }

    private CompletableFuture<Object> future(Object key) {
        CompletableFuture<Object> future = provided.computeIfAbsent(key, missing -> new CompletableFuture<>());
        Throwable failed = failure;
        if (failed != null) {
            future.completeExceptionally(failed);
        }
        return future;
    }
}
