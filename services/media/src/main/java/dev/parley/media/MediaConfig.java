package dev.parley.media;

import dev.parley.core.config.ByteSize;
import java.time.Duration;

/// @param maxFile largest file, 1 byte to 1 GiB
/// @param orphanAge how old an object must be before it counts as left behind, at least one hour. An upload is
///     given up when it takes half as long
public record MediaConfig(ByteSize maxFile, Duration orphanAge) {
    public static final MediaConfig DEFAULTS = new MediaConfig(ByteSize.ofMiB(50), Duration.ofHours(24));

    public MediaConfig {
        if (maxFile.bytes() < 1 || maxFile.bytes() > ByteSize.ofGiB(1).bytes()) {
            throw new IllegalArgumentException("maxFile: must be 1B to 1GiB");
        }
        if (orphanAge.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("orphanAge: must be at least 1h");
        }
    }
}
