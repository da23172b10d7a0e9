/// Second factors: authenticator apps, passkeys and recovery codes, how they are added and removed, and how a
/// sign-in or a step-up uses them.
///
/// Read [FactorSignIns] first: what happens after the right password. [FactorCheck] says whether a factor was
/// proven, [Factors] is what owners do with theirs, [SecondFactorGate] is what stops a password alone.
///
/// Invariants:
/// - A code of an app, a recovery code, a challenge: each lets in once, over all nodes, held by a transaction of
///   the store.
/// - An attempt is counted before it is judged ([dev.parley.auth.attempt]), by account and address, apart from
///   those of passwords: who guesses codes cannot keep the owner from their password.
/// - Secrets of apps are sealed, recovery codes and challenges are kept as HMACs; passkeys are public keys.
/// - Factors change only after a recent sign-in of the strength that the account has, and every change ends its
///   other sessions.
@NullMarked
package dev.parley.auth.factor;

import org.jspecify.annotations.NullMarked;
