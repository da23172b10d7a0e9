/// The HTTP kit: contracts become routes, each request runs as plain blocking code on a virtual thread of its
/// own, and every refusal leaves as `application/problem+json`.
///
/// To serve: [dev.parley.http.Contract#load], [dev.parley.http.Routes#of], [dev.parley.http.HttpServer#start].
/// How it works is in `dev.parley.http.engine`.
///
/// Invariants: the event loop never blocks; a request is answered once or its connection is closed; nothing read
/// from a peer is unbounded in size, count or time; what an exception says never reaches a peer unless it is a
/// [dev.parley.core.problem.ProblemException].
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
