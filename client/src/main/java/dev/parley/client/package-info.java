/// The contracts of `api` over HTTP, for services that run elsewhere and for other Java programs.
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
