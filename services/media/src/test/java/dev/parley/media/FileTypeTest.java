package dev.parley.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.media.seal.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html><script>alert(1)</script></html>|text/html",
                "<!DOCTYPE html><p>hi|text/html",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>|image/svg+xml",
                "%PDF-1.7|application/pdf",
                "just words|text/plain",
            })
    void showsNothingThatCanCarryAScript(String text, String type) {
        FileType found = FileType.of(text.getBytes(UTF_8));

        assertThat(found.mediaType()).isEqualTo(type);
        assertThat(found.safeToShow()).isFalse();
    }

    @Test
    void tellsPicturesFromTheirBytes() {
        assertThat(FileType.of(Pictures.png())).isEqualTo(new FileType("image/png"));
        assertThat(FileType.of(Pictures.jpeg())).isEqualTo(new FileType("image/jpeg"));
        assertThat(FileType.of(Pictures.png()).safeToShow()).isTrue();
    }

    /// Such a file is a picture to a browser that keeps to the type, and must be sent as one.
    @Test
    void takesAPolyglotForWhatItsFirstBytesSay() {
        byte[] gifAndScript = "GIF89a/*\u0001\u0000*/=1;alert(1)//".getBytes(ISO_8859_1);

        assertThat(FileType.of(gifAndScript)).isEqualTo(new FileType("image/gif"));
    }

    @Test
    void callsUnknownBytesUnknown() {
        assertThat(FileType.of(new byte[] {1, 2, 3, (byte) 0xFE, 0, 0}).mediaType())
                .isEqualTo("application/octet-stream");
    }

    @Test
    void bytesThatAttackXmlParsersAreTextLikeAnyOther() {
        String entities = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
                + "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                + "<a x=\"&e;\">&e;&f;</a>";
        assertThat(FileType.of(entities.getBytes(UTF_8)).safeToShow()).isFalse();
        assertThat(FileType.of("<a>".repeat(20_000).getBytes(UTF_8)).safeToShow())
                .isFalse();
        assertThat(FileType.of(("<a " + "b='c' ".repeat(10_000) + ">").getBytes(UTF_8))
                        .safeToShow())
                .isFalse();
    }

    @Test
    void anyBytesHaveAType() {
        byte[][] heads = {
            Pictures.png(), Pictures.jpeg(), "<?xml version='1.0'?><svg/>".getBytes(UTF_8), "PK\3\4".getBytes(UTF_8), {}
        };
        Cases.forEach(2000, random -> {
            byte[] bytes = Cases.bytes(random, random.nextInt(300));
            byte[] head = heads[random.nextInt(heads.length)];
            System.arraycopy(head, 0, bytes, 0, Math.min(random.nextInt(40), Math.min(head.length, bytes.length)));

            assertThat(FileType.of(bytes).mediaType()).matches("[a-z0-9.+-]+/[a-zA-Z0-9.+_-]+");
        });
    }
}
