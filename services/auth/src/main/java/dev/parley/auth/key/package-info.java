/// Keys. The service's own come from one secret ([dev.parley.auth.key.ServiceKeys]); those that sign access
/// tokens are made here, kept sealed, published and replaced by a schedule ([dev.parley.auth.key.SigningKeys],
/// read first).
///
/// Invariants: a private key never leaves this package nor is stored in the clear; a key is published before it
/// signs and as long as something that it signed is valid.
@NullMarked
package dev.parley.auth.key;

import org.jspecify.annotations.NullMarked;
