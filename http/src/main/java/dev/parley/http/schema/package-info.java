/// JSON Schema (draft 2020-12) as the contracts use it: compiled once, asked often, answering in field errors.
/// Start at [dev.parley.http.schema.Schemas].
@NullMarked
package dev.parley.http.schema;

import org.jspecify.annotations.NullMarked;
