package dev.parley.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks a Redis on this host by `redis-cli`.
final class RedisCli {
    private static final String PATIENCE_SECONDS = "3";

    private RedisCli() {}

    /// The answer as `redis-cli` prints it, errors too; what it says when it cannot connect.
    static String ask(int port, String password, String... words) {
        String program = Installed.program("redis-cli", "redis-tools").toString();
        List<String> command =
                new ArrayList<>(List.of("timeout", PATIENCE_SECONDS, program, "-p", Integer.toString(port)));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!password.isEmpty()) {
            // Not among the arguments, where every user of this host could read it.
            builder.environment().put("REDISCLI_AUTH", password);
        }
        try {
            Process process = builder.start();
            try (InputStream out = process.getInputStream()) {
                String answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
                process.waitFor();
                return answer;
            }
        } catch (IOException e) {
            throw new EngineUnavailableException("redis-cli cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while asking a Redis", e);
        }
    }
}
