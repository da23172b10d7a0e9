package dev.parley.auth;

import dev.parley.auth.password.Argon2Cost;
import dev.parley.auth.password.Argon2id;
import dev.parley.auth.password.PasswordFunction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Argon2id that remembers what it was asked to compute.
final class CountingHash implements PasswordFunction {
    private final PasswordFunction argon2id = new Argon2id();
    private final List<Argon2Cost> calls = new CopyOnWriteArrayList<>();

    @Override
    public byte[] hash(byte[] password, byte[] salt, Argon2Cost cost) {
        calls.add(cost);
        return argon2id.hash(password, salt, cost);
    }

    /// What was computed since the last question.
    List<Argon2Cost> calls() {
        List<Argon2Cost> now = List.copyOf(calls);
        calls.clear();
        return now;
    }
}
