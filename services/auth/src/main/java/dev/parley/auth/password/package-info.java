/// Passwords: what is accepted as one ([dev.parley.auth.password.Password]), how it is kept
/// ([dev.parley.auth.password.PasswordHash]), and the bounded work of hashing
/// ([dev.parley.auth.password.PasswordHashing], read first).
///
/// Invariants: no hash is computed outside the pool's threads; a check against a known and an unknown account
/// costs the same one hash.
@NullMarked
package dev.parley.auth.password;

import org.jspecify.annotations.NullMarked;
