/// Identifiers: each kind of thing has its own type, written as a [TypeId](https://github.com/jetify-com/typeid)
/// (`usr_01h455vb4pex5vsknk084sn02q`): a prefix that names the kind and a UUIDv7 in 26 characters, so that ids sort
/// by the time of their making.
///
/// Read [TypeId] first for the text form, then [IdSource] for how new ones are made.
@NullMarked
package dev.parley.core.id;

import org.jspecify.annotations.NullMarked;
