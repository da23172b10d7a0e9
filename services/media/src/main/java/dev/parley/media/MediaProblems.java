package dev.parley.media;

import dev.parley.core.problem.ProblemType;

/// The service's own refusals.
public final class MediaProblems {
    public static final ProblemType EMPTY_FILE = new ProblemType("empty-file", 400, "The file is empty");
    public static final ProblemType MEDIA_DAMAGED =
            new ProblemType("media-damaged", 500, "The stored file is not what was uploaded");

    private MediaProblems() {}
}
