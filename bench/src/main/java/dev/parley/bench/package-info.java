/// What Parley can do on a machine, held against what the machine can do without it. [Bench] starts a platform in a
/// process of its own, loads it, and prints a table in which each figure has, from the same run, the limit that it
/// is compared with. The microbenchmarks of the hot pieces are in `dev.parley.bench.micro`.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
