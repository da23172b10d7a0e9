package dev.parley.socket;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.client.token.RevocationFeed;
import dev.parley.http.Authenticator;
import dev.parley.storage.signal.Signals;

/// Whom a node asks and listens to.
public record SocketPeers(
        Authenticator authenticator,
        RevocationFeed revocations,
        ConversationsApi conversations,
        MessagesApi messages,
        Signals signals) {}
