/// What travels with a request from service to service: its id, its trace and its deadline. See [CallContext].
@NullMarked
package dev.parley.core.call;

import org.jspecify.annotations.NullMarked;
