package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.media.seal.Cases;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "photo.png|photo.png",
                "Übersicht 2026 – Entwurf.pdf|Übersicht 2026 – Entwurf.pdf",
                "报告.docx|报告.docx",
                "../../etc/passwd|passwd",
                "..\\..\\windows\\system32\\cmd.exe|cmd.exe",
                "/|file",
                "..|file",
                "...|file",
                "'   '|file",
                ".htaccess|htaccess",
                "a:b*c?.txt|a_b_c_.txt",
                "trailing dots...|trailing dots",
            })
    void keepsTheNameAndNothingElse(String text, String name) {
        assertThat(FileName.of(text).value()).isEqualTo(name);
    }

    @Test
    void dropsWhatIsInvisibleOrTurnsTheDirectionOfWriting() {
        assertThat(FileName.of("photo\u202Egnp.exe").value()).isEqualTo("photognp.exe");
        assertThat(FileName.of("a\u2066b\u2069c\u200Fd\u061Ce").value()).isEqualTo("abcde");
        assertThat(FileName.of("a\u0000b\r\nSet-Cookie: x\u007F\u0085.txt").value())
                .isEqualTo("abSet-Cookie_ x.txt");
        assertThat(FileName.of("a\u2028b\u2029c\uFEFFd\u200Be").value()).isEqualTo("abcde");
        assertThat(FileName.of("x\uD800y\uDC00z").value()).isEqualTo("xyz");
        assertThat(FileName.of("\u202E\u202E").value()).isEqualTo("file");
    }

    @Test
    void shortensAtTheFrontSoThatTheExtensionStays() {
        String name = FileName.of("😀".repeat(300) + ".png").value();

        assertThat(name).endsWith("😀.png");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(200);
    }

    @Test
    void composesWhatMacsDecompose() {
        assertThat(FileName.of("u\u0308bung.txt").value()).isEqualTo("\u00FCbung.txt");
        assertThat(FileName.of("u\u200B\u0308bung.txt").value()).isEqualTo("\u00FCbung.txt");
    }

    @Test
    void namesTheFileInAHeaderForOldClientsAndNew() {
        assertThat(FileName.of("naïve \"plan\" 100%.pdf").disposition(false))
                .isEqualTo("attachment; filename=\"na_ve _plan_ 100_.pdf\"; "
                        + "filename*=UTF-8''na%C3%AFve%20_plan_%20100%25.pdf");
        assertThat(FileName.of("a.png").disposition(true))
                .isEqualTo("inline; filename=\"a.png\"; filename*=UTF-8''a.png");
    }

    @Test
    void whateverTheTextIsTheNameIsHarmlessAndTheHeaderTellsIt() {
        Cases.forEach(2000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x10000) : random.nextInt(0x80)));
            }
            String name = FileName.of(text.toString()).value();

            assertThat(name).isNotEmpty().doesNotContainPattern("[/\\\\\\p{Cc}\\p{Cf}\\p{Cs}<>:\"|?*]");
            assertThat(FileName.of(name).value()).isEqualTo(name);
            String header = FileName.of(text.toString()).disposition(false);
            assertThat(header).matches("[ -~]*");
            String extended = header.substring(header.lastIndexOf("''") + 2).replace("+", "%2B");
            assertThat(URLDecoder.decode(extended, StandardCharsets.UTF_8)).isEqualTo(name);
        });
    }
}
