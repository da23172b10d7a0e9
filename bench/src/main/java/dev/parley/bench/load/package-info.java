/// The load generator: many connections on one event loop, so that little of the machine is spent on asking. Read
/// [HttpLoad] first. Latencies are taken from the moment a request was due, not from when it could be sent, so that
/// waiting is counted (Tene, "How NOT to measure latency", 2013).
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
