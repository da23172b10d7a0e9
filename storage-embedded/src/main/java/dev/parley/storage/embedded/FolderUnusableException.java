package dev.parley.storage.embedded;

import java.nio.file.Path;

/// The data folder cannot be read or written, or is no folder.
public final class FolderUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FolderUnusableException(Path folder, String reason, Throwable cause) {
        super("cannot use the data folder " + folder + ": " + reason, cause);
    }
}
