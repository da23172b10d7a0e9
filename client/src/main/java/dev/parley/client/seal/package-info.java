/// Sealing of what a service stores: AES-256-GCM under data keys that crypto hands out. Read [Sealer] first, then
/// [DataKeyRing], where the keys are kept.
@NullMarked
package dev.parley.client.seal;

import org.jspecify.annotations.NullMarked;
