/// Contract of the crypto service (port 3009): named keys that encrypt and decrypt, and data keys for the other
/// services. Read [KeysApi] and [DataKeysApi].
@NullMarked
package dev.parley.api.crypto;

import org.jspecify.annotations.NullMarked;
