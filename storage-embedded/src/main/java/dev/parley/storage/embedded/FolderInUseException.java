package dev.parley.storage.embedded;

import java.nio.file.Path;

/// Another process has the data folder open. Two would destroy it, so the second is refused.
public final class FolderInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FolderInUseException(Path folder) {
        super("the data folder is in use by another process: " + folder);
    }
}
