package dev.parley.auth;

import java.text.Normalizer;
import java.util.Optional;

/// A short text that a person chose and others will see: a display name, the name of a device. In NFC, with every
/// run of spaces as one U+0020 and none at the ends.
///
/// Any script is welcome. Refused is what is not seen or makes something else be seen: control, private and
/// unassigned characters, lone surrogates, line breaks, changes of direction, zero-width and tag characters,
/// fillers that look like nothing, more than four marks on one letter, and text without anything visible. The two
/// joiners that Persian, Indic scripts and emoji need are accepted between two visible characters.
public final class VisibleText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int MOST_MARKS = 4;
    /// Assigned, no format characters, and yet invisible (Unicode `Default_Ignorable_Code_Point`, and the blank
    /// of Braille).
    private static final String FILLERS = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0";

    private VisibleText() {}

    /// The text in its form, or nothing when it is refused.
    ///
    /// @param maxLength most code points
    public static Optional<String> of(String typed, int maxLength) {
        // Normalising costs more than linear time at worst, so what cannot fit is not looked at.
        if (typed.length() > 4 * maxLength) {
            return Optional.empty();
        }
        String text = spaced(Normalizer.normalize(typed, Normalizer.Form.NFC));
        int[] points = text.codePoints().toArray();
        if (points.length == 0 || points.length > maxLength) {
            return Optional.empty();
        }
        int marks = 0;
        boolean anythingSeen = false;
        for (int i = 0; i < points.length; i++) {
            marks = isMark(points[i]) ? marks + 1 : 0;
            if (marks > MOST_MARKS || !(isAccepted(points[i]) || isJoinerInside(points, i))) {
                return Optional.empty();
            }
            anythingSeen |= isSeen(points[i]);
        }
        return anythingSeen ? Optional.of(text) : Optional.empty();
    }

    private static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .filter(c -> c != ' ' || (!spaced.isEmpty() && spaced.charAt(spaced.length() - 1) != ' '))
                .forEachOrdered(spaced::appendCodePoint);
        boolean spaceLast = !spaced.isEmpty() && spaced.charAt(spaced.length() - 1) == ' ';
        return spaceLast ? spaced.substring(0, spaced.length() - 1) : spaced.toString();
    }

    private static boolean isAccepted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> FILLERS.indexOf(c) < 0;
        };
    }

    private static boolean isJoinerInside(int[] points, int i) {
        boolean joiner = points[i] == ZERO_WIDTH_JOINER || points[i] == ZERO_WIDTH_NON_JOINER;
        return joiner && i > 0 && i < points.length - 1 && isJoinable(points[i - 1]) && isSeen(points[i + 1]);
    }

    private static boolean isJoinable(int c) {
        return isSeen(c) || isMark(c);
    }

    private static boolean isSeen(int c) {
        return c != ' ' && !isMark(c) && isAccepted(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
