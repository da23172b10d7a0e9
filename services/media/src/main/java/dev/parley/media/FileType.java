package dev.parley.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/// What a file is, told from its first bytes alone: neither its name nor what the sender says counts.
///
/// @param mediaType without parameters: `image/png`
public record FileType(String mediaType) {
    /// How many first bytes are looked at.
    public static final int HEAD_BYTES = 64 << 10;

    /// What browsers show without running anything in it. SVG, HTML, XML and PDF are not here: they can carry
    /// scripts.
    private static final Set<String> SAFE_TO_SHOW = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
            "image/bmp",
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
            "audio/vorbis",
            "audio/opus",
            "audio/x-flac",
            "audio/vnd.wave",
            "video/mp4",
            "video/webm",
            "video/ogg",
            "video/quicktime");

    /// @param head the first bytes, up to [#HEAD_BYTES]
    public static FileType of(byte[] head) {
        try {
            MediaType type = Magic.TYPES.detect(new ByteArrayInputStream(head), new Metadata());
            return new FileType(type.getBaseType().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("an array can be read", e);
        }
    }

    public boolean safeToShow() {
        return SAFE_TO_SHOW.contains(mediaType);
    }

    /// Tika's table of magic bytes, read at the first upload: it takes some hundred milliseconds.
    private static final class Magic {
        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    }
}
