package dev.parley.api.messaging;

/// @param duplicate whether it had been sent before; over HTTP 200 instead of 201
public record Sent(Message message, boolean duplicate) {}
