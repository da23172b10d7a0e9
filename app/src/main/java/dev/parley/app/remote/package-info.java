/// A running platform as anybody outside sees it: URLs, HTTP, WebSockets. Start at [dev.parley.app.remote.Remote].
@NullMarked
package dev.parley.app.remote;

import org.jspecify.annotations.NullMarked;
