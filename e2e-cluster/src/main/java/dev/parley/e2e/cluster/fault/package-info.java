/// Faults, one after the other under load, and what each of them cost. Read [FaultRun] first.
@NullMarked
package dev.parley.e2e.cluster.fault;

import org.jspecify.annotations.NullMarked;
