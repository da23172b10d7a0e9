/// The socket service (ports 3002 and 3003): live delivery over WebSocket, on Netty itself. Read [Feed] first, then
/// [Seat] and [CatchUp], which together keep the promise of order; [SocketServer] is the way in.
///
/// ```
/// Signals ──► Feed (one per conversation that someone here is in)      puts frames in order, fills gaps from history
///               └──► Audience (one per feed and event loop)            one task per frame and loop
///                      └──► Seat (one per connection in it)            what this connection has seen; CatchUp while it
/// resumes
///                             └──► Connection                          bounded queue, flushes together
/// ```
///
/// Invariants:
///
/// - Nothing blocks an event loop: whatever asks another service runs on a virtual thread of [Background], and its
/// answer comes back to the loop that owns the state.
/// - Everything has one owner. A feed belongs to its home loop; audiences, seats and connections to the connection's
/// loop. They talk by tasks, whose order is the order of the frames.
/// - A frame is encoded once, whatever the number of connections it goes to.
/// - Per connection and conversation, seq rises by one from frame to frame after `resumed`. A lost, late or doubled
/// signal does not change that: history is the truth, signals only make it fast.
/// - What a connection has not read is bounded; who is too slow is sent away with 1013 and resumes later.
@NullMarked
package dev.parley.socket;

import org.jspecify.annotations.NullMarked;
