/// Tests of the chain's rules and of their published form.
@NullMarked
package dev.parley.compliance.chain;

import org.jspecify.annotations.NullMarked;
