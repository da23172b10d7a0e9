/// Who asks: the outcome of authentication, as every use case receives it. See [Caller].
@NullMarked
package dev.parley.core.caller;

import org.jspecify.annotations.NullMarked;
