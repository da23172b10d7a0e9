/// Passkeys (WebAuthn Level 3): public keys whose private halves never leave an authenticator, or its owner's
/// devices. Read [Passkeys] first: the two ceremonies. What the standard says of them is checked by WebAuthn4J
/// behind [PasskeyVerifier]; nothing else knows that library.
///
/// Invariants:
/// - A challenge is good for one purpose, one account or session where there is one, five minutes and one use.
/// - A counter that goes back refuses the passkey, however the uses are spread over nodes.
/// - Alone, without a password, a passkey lets in only when its authenticator made sure of its user.
@NullMarked
package dev.parley.auth.passkey;

import org.jspecify.annotations.NullMarked;
