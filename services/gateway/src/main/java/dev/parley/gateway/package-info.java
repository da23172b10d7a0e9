/// The public edge: middleware, and in front of each service either its own routes or a proxy to them.
///
/// Nouns, in reading order:
/// - [dev.parley.gateway.Gateway] puts the endpoint together and is the map of the filters' order;
/// - [dev.parley.gateway.Bucket] is the rule of the rate limits, [dev.parley.gateway.RateLimitFilter] applies it;
/// - [dev.parley.gateway.RequestAudit] makes an audit record of each request;
/// - [dev.parley.gateway.ServiceProxy] forwards to a service in another process;
/// - [dev.parley.gateway.DocumentationRoutes] shows the contracts.
///
/// Invariants: an operation that its contract does not call public is not reachable here; the gateway keeps
/// nothing; what it says about the caller is never trusted by the services behind it, which check the token again.
@NullMarked
package dev.parley.gateway;

import org.jspecify.annotations.NullMarked;
