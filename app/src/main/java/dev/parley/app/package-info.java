/// The program: command line, and the composition root, which alone knows what runs where and on which stores.
///
/// Read [dev.parley.app.Parley] for the commands, [dev.parley.app.config.ParleyConfig] for what can be configured
/// and [dev.parley.app.platform.Platform] for how the parts are put together.
@NullMarked
package dev.parley.app;

import org.jspecify.annotations.NullMarked;
