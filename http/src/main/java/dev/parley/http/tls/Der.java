package dev.parley.http.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/// Values in the distinguished encoding of ASN.1 (ITU-T X.690), as far as certificates and keys need them.
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] value(int tag, byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(contents).mapToInt(part -> part.length).sum();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | (digits.length - from));
            out.write(digits, from, digits.length - from);
        }
        for (byte[] part : contents) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... elements) {
        return value(0x30, elements);
    }

    static byte[] set(byte[] element) {
        return value(0x31, element);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bitString(byte[] bytes) {
        return value(0x03, new byte[] {0}, bytes);
    }

    static byte[] octetString(byte[] bytes) {
        return value(0x04, bytes);
    }

    static byte[] yes() {
        return value(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] text(String text) {
        return value(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    /// As certificates write it until 2049 (RFC 5280 §4.1.2.5).
    static byte[] time(Instant instant) {
        return value(0x17, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] identifier(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    out.write(0x80 | ((arc >>> shift) & 0x7F));
                }
            }
            out.write(arc & 0x7F);
        }
        return value(0x06, out.toByteArray());
    }

    /// The first element of a sequence, tag and length included.
    static byte[] first(byte[] sequence) {
        int start = headerLength(sequence, 0);
        int header = headerLength(sequence, start);
        int length = sequence[start + 1] & 0xFF;
        if (length >= 0x80) {
            byte[] digits = Arrays.copyOfRange(sequence, start + 2, start + header);
            length = new BigInteger(1, digits).intValueExact();
        }
        return Arrays.copyOfRange(sequence, start, start + header + length);
    }

    private static int headerLength(byte[] bytes, int at) {
        int length = bytes[at + 1] & 0xFF;
        return length < 0x80 ? 2 : 2 + (length & 0x7F);
    }
}
