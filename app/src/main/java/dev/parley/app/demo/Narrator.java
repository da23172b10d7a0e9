package dev.parley.app.demo;

import java.io.PrintWriter;
import java.util.Locale;

/// Tells the story, line by line. Plain text: it must read well in a log file too.
final class Narrator {
    private final PrintWriter out;
    private int chapter;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    void title(String text) {
        out.println(text);
        out.flush();
    }

    /// Begins the next numbered part.
    void chapter(String text) {
        chapter++;
        out.println();
        out.printf(Locale.ROOT, "%2d  %s%n", chapter, text);
        out.flush();
    }

    /// Says something that happened in it.
    void line(String text, Object... values) {
        out.println("    " + String.format(Locale.ROOT, text, values));
        out.flush();
    }
}
