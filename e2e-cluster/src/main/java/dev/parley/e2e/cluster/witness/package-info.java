/// What clients sent and saw, and whether that can be true of a platform that keeps its promises. Nothing here
/// knows of nodes, engines or faults. Read [Recording] first, then [Checker].
@NullMarked
package dev.parley.e2e.cluster.witness;

import org.jspecify.annotations.NullMarked;
