package dev.parley.api.auth;

import dev.parley.core.secret.Secret;

/// @param current the password until now
/// @param next 12 to 256 characters, none of the commonly used ones
public record PasswordChange(Secret current, Secret next) {}
