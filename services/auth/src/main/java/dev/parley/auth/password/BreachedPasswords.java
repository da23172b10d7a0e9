package dev.parley.auth.password;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder with the ranges of Pwned Passwords, as its downloader writes them: one file for the first five hex
/// digits of SHA-1 (`00000` to `FFFFF`, with or without `.txt`), in it a line `<35 more digits>:<count>` for each
/// password.
///
/// Looked up here and nowhere else: nothing about a password leaves this process. A range without a file has no
/// passwords, so that a part of the folder serves as well.
public final class BreachedPasswords {
    /// No folder: nothing is found.
    public static final BreachedPasswords NONE = new BreachedPasswords(null);

    private static final int RANGE_DIGITS = 5;

    private final @Nullable Path folder;

    private BreachedPasswords(@Nullable Path folder) {
        this.folder = folder;
    }

    /// @throws IllegalArgumentException when `folder` is none
    public static BreachedPasswords in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("breached: " + folder + " is no folder");
        }
        return new BreachedPasswords(folder);
    }

    /// Whether a password, as it was typed, was in a breach.
    ///
    /// @throws UncheckedIOException when the range cannot be read: a password is not taken unchecked
    public boolean contains(String password) {
        if (folder == null) {
            return false;
        }
        String hash = sha1(password);
        String range = hash.substring(0, RANGE_DIGITS);
        String suffix = hash.substring(RANGE_DIGITS) + ":";
        for (String name : new String[] {range, range + ".txt"}) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                return isListed(file, suffix);
            }
        }
        return false;
    }

    private static boolean isListed(Path file, String suffix) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            // A count of 0 is padding (the range API adds such lines to hide how long a range is).
            return lines.anyMatch(line -> line.regionMatches(true, 0, suffix, 0, suffix.length())
                    && !line.substring(suffix.length()).strip().equals("0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
