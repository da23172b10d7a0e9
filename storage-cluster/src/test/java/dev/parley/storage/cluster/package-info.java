/// The adapters against real engines, which the tests start on this host. A test that needs an engine which cannot
/// be started here is tagged with the variable that names one, see [NeededEngine].
@NullMarked
package dev.parley.storage.cluster;

import org.jspecify.annotations.NullMarked;
