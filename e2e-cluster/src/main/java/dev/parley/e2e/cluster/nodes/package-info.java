/// A whole cluster on this host, every node and every engine a process of its own. Read [LocalCluster] first.
@NullMarked
package dev.parley.e2e.cluster.nodes;

import org.jspecify.annotations.NullMarked;
