/// The engine behind [dev.parley.http.HttpServer]. Not for services: everything that they need is in
/// `dev.parley.http`.
///
/// The way of a request, in reading order: [dev.parley.http.engine.Listener] takes the head on an event loop and
/// finds the route; [dev.parley.http.engine.Exchange] holds the two halves together;
/// [dev.parley.http.engine.Pipeline] is what runs on the virtual thread; [dev.parley.http.engine.Answering] writes
/// the answer, on the event loop again.
@NullMarked
package dev.parley.http.engine;

import org.jspecify.annotations.NullMarked;
