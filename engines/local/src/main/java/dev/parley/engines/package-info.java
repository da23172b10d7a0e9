/// Starts the real engines of a cluster on this host, each in a folder of its own on loopback ports: for
/// `parley cluster up --local` and for tests. Read [Engine] and [EngineProcess] first; each engine is a class named
/// after it.
@NullMarked
package dev.parley.engines;

import org.jspecify.annotations.NullMarked;
