/// Each service's contract: a Java interface, its records, and its OpenAPI document under `/openapi`. No logic.
///
/// A method takes the [dev.parley.core.caller.Caller] who asks, and answers for that caller alone: what they may
/// not see does not exist for them (`not-found`). Every method can also throw
/// [dev.parley.core.problem.StoreUnavailableException].
@NullMarked
package dev.parley.api;

import org.jspecify.annotations.NullMarked;
