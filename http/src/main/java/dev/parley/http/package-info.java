/// The HTTP kit: contracts become routes, each request runs as plain blocking code on a virtual thread of its own,
/// and every refusal leaves as `application/problem+json`.
///
/// The way of a request, in reading order:
/// 1. [dev.parley.http.Listener] takes the head on an event loop, refuses what is malformed, finds the route;
/// 2. [dev.parley.http.Exchange] holds the two halves together: body in, virtual thread, answer out;
/// 3. [dev.parley.http.Pipeline] is what runs on the virtual thread: outer filters, authentication, inner filters,
/// body, contract, handler.
///
/// Invariants: the event loop never blocks; a request is answered once or its connection is closed; nothing read
/// from a peer is unbounded in size, count or time; what an exception says never reaches a peer unless it is a
/// [dev.parley.core.problem.ProblemException].
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
