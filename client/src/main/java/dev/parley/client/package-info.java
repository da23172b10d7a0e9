/// The contracts of `api` over HTTP, for services that run elsewhere and for other Java programs.
///
/// Each `HttpX` implements `XApi` of one service over a [ParleyHttp], which knows how to call: deadline,
/// repetition, circuit breaker, bounds. [Credentials] says by what right. Failures look as if the service were in
/// this process: refusals are `ProblemException`s, outages `StoreUnavailableException`s.
///
/// Read [ParleyHttp] first, then any of the `HttpX`.
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
