/// The crypto service (port 3009): keeps keys, and encrypts and decrypts with them.
///
/// The hierarchy, each key wrapped by the one above it with AES-256-GCM and bound to its place by associated data:
///
/// ```
/// KeyEncryptionKey     one per installation, outside the data: a file today
///   └ root key         one per tenant                    RootKeys
///       ├ data key     one per purpose and subject       DataKeys    handed out to services, destroyed to erase
///       └ version      one or more per named key         Keys        never leaves this service
/// ```
///
/// Read first: [RootKeys], then [DataKeys], or [Keys] with [KeyVersions]. Rules without I/O: [AesGcm],
/// [Ciphertext], [EncryptionBudget], [DataKeySubject]. HTTP: [CryptoRoutes].
///
/// Invariants: no key stands in the store in the clear; a tenant has one root key, a purpose and subject one data
/// key, for ever; a version encrypts at most 2^32 times; a destroyed key has no material anywhere in this service;
/// a ciphertext that does not open is answered the same whatever the reason. There are no locks.
@NullMarked
package dev.parley.crypto;

import org.jspecify.annotations.NullMarked;
