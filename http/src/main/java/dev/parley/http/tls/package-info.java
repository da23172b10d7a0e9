/// Certificates and trust, as files that may change while the process runs.
///
/// Read [ServerTls] first: how a server shows who it is. [PeerTrust] is the other side: whom our own clients
/// believe. Both hand out key and trust managers that look up what is current at each handshake, so that a file
/// replaced on the disk counts from the next connection on and no connection is cut. A file that cannot be used is
/// refused by name when the process starts; later the one before is kept and the log says so.
@NullMarked
package dev.parley.http.tls;

import org.jspecify.annotations.NullMarked;
