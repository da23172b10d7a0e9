/// Health of a service and of what it depends on, as `/health` and `/ready` show it. See [Dependency].
@NullMarked
package dev.parley.core.health;

import org.jspecify.annotations.NullMarked;
