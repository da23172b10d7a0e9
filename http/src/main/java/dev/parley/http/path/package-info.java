/// Paths and query strings, decoded once and strictly, and the tree that finds an operation by its path. Pure:
/// nothing here knows HTTP messages. Start at [dev.parley.http.path.Router].
@NullMarked
package dev.parley.http.path;

import org.jspecify.annotations.NullMarked;
