/// Clients of a platform that behave as the apps of people do: they repeat until they are answered, go to another
/// node when theirs is gone, and resume where they were. Read [Load] first.
@NullMarked
package dev.parley.e2e.cluster.load;

import org.jspecify.annotations.NullMarked;
