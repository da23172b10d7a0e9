package dev.parley.api.auth;

import dev.parley.core.secret.Secret;

/// @param device what the person calls the device, 1 to 80 characters
public record Login(String userName, Secret password, String device) {}
