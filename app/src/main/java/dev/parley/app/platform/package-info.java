/// The composition root. [dev.parley.app.platform.Platform] starts and stops a process's services; there is one
/// small wiring class for each of them, and no other place knows which store or which other process stands behind
/// an interface.
///
/// Order: wirings run at the same time, each on a thread of its own, and wait in [dev.parley.app.platform.Peers]
/// for the contracts that they need. The services need one another in one direction only: auth, messaging, media,
/// search and gateway → compliance → crypto → stores. What compliance and crypto themselves report to the audit log
/// goes through a spool that is read later, so it makes no circle.
@NullMarked
package dev.parley.app.platform;

import org.jspecify.annotations.NullMarked;
