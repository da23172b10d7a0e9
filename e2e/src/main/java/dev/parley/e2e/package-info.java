/// Black-box tests: a platform is started as an operator starts it, in a process of its own, and only its public
/// ports are used, with the JDK's HTTP and WebSocket client. Read [RunningPlatform] and [Person] first.
@NullMarked
package dev.parley.e2e;

import org.jspecify.annotations.NullMarked;
