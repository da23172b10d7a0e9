/// The configuration of a process: every key that `parley.yaml` may hold, with its default. Start at
/// [dev.parley.app.config.ParleyConfig].
@NullMarked
package dev.parley.app.config;

import org.jspecify.annotations.NullMarked;
