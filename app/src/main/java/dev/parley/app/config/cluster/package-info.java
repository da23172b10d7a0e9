/// The engines of a cluster as the configuration names them; [dev.parley.app.config.cluster.ClusterSettings] first.
/// Each translates itself into the configuration of its adapter.
@NullMarked
package dev.parley.app.config.cluster;

import org.jspecify.annotations.NullMarked;
