package dev.parley.media;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;

/// The other services that media asks.
///
/// @param conversations who is a member
/// @param keys data keys of the conversations
/// @param sealer with these keys
/// @param audit where it reports what happened
public record MediaPeers(ConversationsApi conversations, DataKeyRing keys, Sealer sealer, AuditTrail audit) {}
