/// JMH benchmarks of the pieces that every request passes. Each holds ours against the bare library.
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
