/// What all rooms share and none owns: [identifiers][dev.parley.core.id], [errors][dev.parley.core.problem],
/// [JSON][dev.parley.core.json], [secrets][dev.parley.core.secret], [callers][dev.parley.core.caller],
/// [health][dev.parley.core.health], [call context][dev.parley.core.call] and
/// [configuration][dev.parley.core.config]. No HTTP and no store.
@NullMarked
package dev.parley.core;

import org.jspecify.annotations.NullMarked;
