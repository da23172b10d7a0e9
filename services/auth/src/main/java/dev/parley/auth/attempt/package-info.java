/// The brake on guessing passwords. Read [dev.parley.auth.attempt.LoginAttempts] first: it counts an attempt
/// before it is judged, so that many at once gain nothing, and takes it back when the password was right.
///
/// Invariants: a refused attempt is not counted, so that knocking on does not lengthen the wait; every wait has a
/// longest; what is stored names neither the account nor the address.
@NullMarked
package dev.parley.auth.attempt;

import org.jspecify.annotations.NullMarked;
