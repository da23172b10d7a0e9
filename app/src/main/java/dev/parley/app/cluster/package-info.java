/// `parley cluster`: brings a whole cluster up in ten steps, tells what runs of it, and stops it: in containers
/// ([dev.parley.app.cluster.ComposeCluster]) or as processes of this host ([dev.parley.app.cluster.LocalCluster]).
///
/// A [dev.parley.app.cluster.Step] says whether it is done and does what is left, so that a second `up` only
/// verifies. Read [dev.parley.app.cluster.Steps] first.
@NullMarked
package dev.parley.app.cluster;

import org.jspecify.annotations.NullMarked;
