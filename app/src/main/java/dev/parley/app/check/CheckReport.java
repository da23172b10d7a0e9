package dev.parley.app.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What all checks found.
///
/// @param millis from the first to the last of them
public record CheckReport(List<Check.Result> results, long millis) {
    public CheckReport {
        results = List.copyOf(results);
    }

    public boolean passed() {
        return failures() == 0;
    }

    /// One line for each check and one that sums them up.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Check.Result result : results) {
            text.append(String.format(Locale.ROOT, "%s  %-26s %6d ms", word(result), result.name(), result.millis()));
            if (!result.passed()) {
                text.append("  ").append(result.detail());
            }
            text.append(System.lineSeparator());
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%d checks: %d passed, %d failed in %.1f s",
                        results.size(),
                        results.size() - failures(),
                        failures(),
                        millis / 1000.0))
                .toString();
    }

    /// The same for programs.
    public String json() {
        ObjectNode report = Json.mapper().createObjectNode();
        ArrayNode checks = report.putArray("checks");
        for (Check.Result result : results) {
            ObjectNode check = checks.addObject()
                    .put("name", result.name())
                    .put("status", word(result))
                    .put("millis", result.millis());
            if (!result.passed()) {
                check.put("detail", result.detail());
            }
        }
        return report.put("passed", results.size() - failures())
                .put("failed", failures())
                .put("millis", millis)
                .toPrettyString();
    }

    /// The failed checks in one line; empty when there are none.
    public String failed() {
        return results.stream()
                .filter(result -> !result.passed())
                .map(result -> result.name() + ": " + result.detail())
                .collect(Collectors.joining("; "));
    }

    private int failures() {
        return (int) results.stream().filter(result -> !result.passed()).count();
    }

    private static String word(Check.Result result) {
        return result.passed() ? "PASSED" : "FAILED";
    }
}
