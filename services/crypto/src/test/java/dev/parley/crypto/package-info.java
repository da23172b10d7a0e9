/// Tests of the crypto service. [CryptoNode] is one node of it on real storage; [KeysContract] and
/// [DataKeysContract] hold it to its contract, once on the object and once over HTTP.
@NullMarked
package dev.parley.crypto;

import org.jspecify.annotations.NullMarked;
