package dev.parley.client;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.client.token.RevocationFeed;
import dev.parley.client.token.ServiceTokens;
import dev.parley.client.token.TokenVerifier;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import dev.parley.http.Authenticator;
import dev.parley.http.tls.PeerTrust;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Auth for any Java program that is trusted with a service key: who holds a token, whether a session still lives,
/// who somebody is. Opens once, serves any number of threads, blocks those that ask (virtual threads are meant).
///
/// Tokens are verified in this process and auth is asked for keys and revocations only; what [TokenVerifier],
/// [RevocationFeed] and [ParleyHttp] promise holds here: no token outlives the end of its session by more than a
/// second, and when that cannot be known nobody is let in. Refusals are
/// [dev.parley.core.problem.ProblemException]s, outages [dev.parley.core.problem.StoreUnavailableException]s.
public final class AuthClient implements Authenticator, AutoCloseable {
    private static final String AUTH = "auth";

    private final Vertx vertx;
    private final ParleyHttp http;
    private final RevocationFeed feed;
    private final TokenVerifier verifier;
    private final SessionsApi sessions;
    private final AccountsApi accounts;

    private AuthClient(Vertx vertx, ParleyHttp http, String program, ServiceTokens tokens, InstantSource clock) {
        this.vertx = vertx;
        this.http = http;
        Credentials credentials = Credentials.ofService(program, tokens, clock);
        this.sessions = new HttpSessions(http, credentials);
        this.accounts = new HttpAccounts(http, credentials);
        this.feed = new RevocationFeed(sessions, clock);
        this.verifier = new TokenVerifier(sessions, feed, tokens, program, clock);
    }

    /// The defaults, for auth at these places: http, or https by an authority that the JDK knows.
    ///
    /// @param program the name by which auth and the audit log know the program, for example `billing`; tokens of
    ///     services must be meant for it
    /// @param serviceKey the 32 bytes of `secrets/service.key`
    public static AuthClient open(String program, Secret serviceKey, URI... addresses) {
        return open(program, serviceKey, ClientConfig.of(AUTH, addresses), new SimpleMeterRegistry());
    }

    /// The same, where auth shows a certificate of an authority of one's own, or one that it made itself.
    ///
    /// @param authority PEM
    /// @throws dev.parley.http.tls.TlsException naming the file when it cannot be used
    public static AuthClient open(String program, Secret serviceKey, Path authority, URI... addresses) {
        ClientConfig config = ClientConfig.of(AUTH, addresses).withTrust(PeerTrust.of(List.of(authority)));
        return open(program, serviceKey, config, new SimpleMeterRegistry());
    }

    /// The same, with other bounds, and metrics of repetitions and circuits.
    public static AuthClient open(String program, Secret serviceKey, ClientConfig config, MeterRegistry metrics) {
        InstantSource clock = InstantSource.system();
        ServiceTokens tokens = new ServiceTokens(serviceKey, clock);
        Vertx vertx = Vertx.vertx();
        ParleyHttp http = ParleyHttp.open(vertx, config, clock, new SecureRandom(), metrics);
        AuthClient client = new AuthClient(vertx, http, program, tokens, clock);
        client.feed.start();
        return client;
    }

    /// Who holds this token.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-token`
    /// @throws dev.parley.core.problem.StoreUnavailableException when auth is needed and does not answer
    @Override
    public Caller authenticate(String bearerToken) {
        return verifier.authenticate(bearerToken);
    }

    /// The profile of somebody in the caller's tenant, as of at most ten seconds ago.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    public Account account(Caller caller, UserId user) {
        return accounts.account(caller, user);
    }

    /// Whether the session of a user still lives, as of at most a second ago.
    public boolean isSignedIn(Caller.User user) {
        return !feed.isRevoked(user.tenant(), user.session());
    }

    /// Returns when tokens can be verified, for the program's own `/ready`.
    ///
    /// @throws dev.parley.core.problem.StoreUnavailableException when auth has been silent for too long
    public void check() {
        feed.check();
    }

    @Override
    public void close() {
        feed.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
