package dev.parley.auth;

import dev.parley.api.auth.ActiveSession;
import dev.parley.auth.factor.Authentication;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as it is kept: one chain of refresh tokens, of which exactly one is good at any time.
///
/// Tokens themselves are never stored, only SHA-256 of them. For the grace after a lost answer the token before
/// the current one is remembered by its hash, with the salt from which, together with that token itself, the
/// current one is made again. So a client that asks twice gets the same answer twice, the chain never forks, and
/// whoever uses a token of its past, thief or owner, is found out.
///
/// @param device what the person calls the device; personal data
/// @param lastAddress where the last sign-in or refresh came from; null in sessions of older versions; personal
///     data
/// @param expiresAt the earlier of idle and absolute end; from then on there is no session
/// @param lastsUntil the absolute end
/// @param refreshedAt when the current token was first given out
/// @param tokenHash of the current refresh token, base64url
/// @param previousHash of the one before it; null before the first refresh
/// @param successorSalt by which the current token follows from the previous one; null before the first refresh
/// @param authentication how and when its owner last proved who they are; null in sessions of builds that knew
///     passwords only
public record Session(
        UserId userId,
        String device,
        @Nullable String lastAddress,
        Instant createdAt,
        Instant lastsUntil,
        Instant expiresAt,
        Instant refreshedAt,
        String tokenHash,
        @Nullable String previousHash,
        @Nullable String successorSalt,
        @Nullable Authentication authentication) {

    /// What is to be done about a refresh token of this session.
    sealed interface Decision {
        /// It is the current one: exchange it.
        record Rotate() implements Decision {}

        /// It was exchanged a moment ago: give the same answer again.
        record Repeat(String successorSalt) implements Decision {}

        /// The session has expired.
        record Refuse() implements Decision {}

        /// It was exchanged before: end the session.
        record Revoke() implements Decision {}
    }

    static Session begin(UserId user, String device, String tokenHash, Instant now, AuthConfig.Lifetimes lifetimes) {
        Instant lastsUntil = now.plus(lifetimes.absolute());
        Instant expiresAt = expiry(now, lastsUntil, lifetimes);
        return new Session(user, device, null, now, lastsUntil, expiresAt, now, tokenHash, null, null, null);
    }

    /// The same session, last used from there.
    Session usedFrom(String address) {
        return new Session(
                userId,
                device,
                address,
                createdAt,
                lastsUntil,
                expiresAt,
                refreshedAt,
                tokenHash,
                previousHash,
                successorSalt,
                authentication);
    }

    /// As its owner sees it.
    ///
    /// @param present the session that asks
    ActiveSession shown(SessionId id, SessionId present) {
        return new ActiveSession(
                id,
                device,
                lastAddress == null ? "" : lastAddress,
                createdAt,
                refreshedAt,
                expiresAt,
                id.equals(present));
    }

    boolean isActive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /// @param hash of a token that was given out for this session at some time
    Decision decide(String hash, Instant now, Duration grace) {
        if (!isActive(now)) {
            return new Decision.Refuse();
        }
        if (hash.equals(tokenHash)) {
            return new Decision.Rotate();
        }
        boolean withinGrace = now.isBefore(refreshedAt.plus(grace));
        if (withinGrace && hash.equals(previousHash) && successorSalt != null) {
            return new Decision.Repeat(successorSalt);
        }
        return new Decision.Revoke();
    }

    /// The session after its current token was exchanged for its successor.
    Session rotated(String successorHash, String salt, Instant now, AuthConfig.Lifetimes lifetimes) {
        return new Session(
                userId,
                device,
                lastAddress,
                createdAt,
                lastsUntil,
                expiry(now, lastsUntil, lifetimes),
                now,
                successorHash,
                tokenHash,
                salt,
                authentication);
    }

    /// How and when its owner last proved who they are.
    public Authentication authenticated() {
        return authentication != null ? authentication : Authentication.byPassword(createdAt);
    }

    /// The session after its owner proved who they are.
    Session authenticated(Authentication proof) {
        return new Session(
                userId,
                device,
                lastAddress,
                createdAt,
                lastsUntil,
                expiresAt,
                refreshedAt,
                tokenHash,
                previousHash,
                successorSalt,
                proof);
    }

    /// When the last of the access tokens that there are may expire: after their life from now on, or, in a session
    /// of one long token, with it.
    Instant lastToken(Instant now, AuthConfig.Lifetimes lifetimes) {
        Instant usual = now.plus(lifetimes.access());
        boolean ofOneToken = !lastsUntil.isAfter(createdAt.plus(AccessTokenProfile.MAX_LIFE));
        return ofOneToken && lastsUntil.isAfter(usual) ? lastsUntil : usual;
    }

    private static Instant expiry(Instant now, Instant lastsUntil, AuthConfig.Lifetimes lifetimes) {
        Instant idleEnd = now.plus(lifetimes.idle());
        return idleEnd.isBefore(lastsUntil) ? idleEnd : lastsUntil;
    }
}
