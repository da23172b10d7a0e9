package dev.parley.storage.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;

/// Leaves out tests whose engine nobody has named: those tagged `needs:<VARIABLE>` while the environment has no
/// such variable. It says so, one line for each variable and class, because a test that did not run proves nothing.
///
/// Found by JUnit through `META-INF/services`.
public final class NeededEngine implements PostDiscoveryFilter {
    private static final String PREFIX = "needs:";

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    @Override
    public FilterResult apply(TestDescriptor test) {
        Optional<String> missing = test.getTags().stream()
                .map(TestTag::getName)
                .filter(tag -> tag.startsWith(PREFIX))
                .map(tag -> tag.substring(PREFIX.length()))
                .filter(variable ->
                        Optional.ofNullable(System.getenv(variable)).orElse("").isBlank())
                .findFirst();
        missing.ifPresent(variable -> say(owner(test), variable));
        return FilterResult.includedIf(
                missing.isEmpty(), () -> "has what it needs", () -> missing.orElse("") + " is not set");
    }

    private void say(String owner, String variable) {
        String line = "NOT RUN: " + owner + " because " + variable + " is not set";
        if (said.add(line)) {
            // Standard output is the build's log.
            System.out.println(line);
        }
    }

    /// The class, also for each of its tests.
    private static String owner(TestDescriptor test) {
        return test.getParent()
                .filter(parent -> test.isTest() && !parent.isRoot())
                .orElse(test)
                .getDisplayName();
    }
}
