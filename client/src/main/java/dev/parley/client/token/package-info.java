/// Tokens, from the side of those who accept them. Every service verifies by itself: nothing is trusted because "it
/// came from the gateway".
///
/// Two kinds exist and neither can pass for the other: each has its own `typ`, its own algorithm and its own key.
///
/// | | access token | service token |
/// |---|---|---|
/// | held by | a signed-in user | one of the platform's own services |
/// | form | [AccessTokenProfile]: ES256, `at+jwt` (RFC 9068) | [ServiceTokens]: HS256, `svc+jwt` |
/// | key | auth's published key set, by `kid` | [ServiceKeys]: one for each pair of services, by `kid` |
/// | ends | after minutes; within 1 s when its session is revoked | after 60 s |
///
/// Read [TokenVerifier] first, then [RevocationFeed], which holds the promise of one second, and [FeedSignature],
/// by which it is believed.
@NullMarked
package dev.parley.client.token;

import org.jspecify.annotations.NullMarked;
