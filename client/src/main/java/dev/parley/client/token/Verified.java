package dev.parley.client.token;

import dev.parley.core.caller.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The outcome of a verification, good until `expiresAt` unless its key or its session is withdrawn before.
///
/// @param keyId the key of auth's set that signed it, or null for service tokens
record Verified(Caller caller, Instant expiresAt, @Nullable String keyId) {}
