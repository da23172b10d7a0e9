package dev.parley.client.audit;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// A record as one line of a spool: CRC-32C of the JSON in 8 hexadecimal digits, a space, the JSON, a newline. JSON
/// has no bare newline, so a line can be found without reading what is before it.
///
/// @param record of `tenant`
record SpoolLine(TenantId tenant, AuditRecord record) {
    /// Longest line. The limits of a record leave room below it even when every character needs six bytes.
    static final int MAX_BYTES = 128 << 10;

    private static final int CRC_DIGITS = 8;
    private static final int JSON_START = CRC_DIGITS + 1;
    private static final HexFormat HEX = HexFormat.of();

    /// @throws IllegalArgumentException when the record is beyond the limits of [AuditRecord]
    byte[] encode() {
        byte[] json = Json.bytes(this);
        byte[] line = new byte[JSON_START + json.length + 1];
        if (line.length > MAX_BYTES) {
            throw new IllegalArgumentException("an audit record of " + json.length + " bytes is too large");
        }
        String crc = HEX.toHexDigits((int) crc(json, 0, json.length));
        System.arraycopy(crc.getBytes(StandardCharsets.US_ASCII), 0, line, 0, CRC_DIGITS);
        line[CRC_DIGITS] = ' ';
        System.arraycopy(json, 0, line, JSON_START, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /// @param line without its newline
    /// @throws IOException when it is not what [#encode] wrote
    static SpoolLine decode(byte[] line) throws IOException {
        if (line.length < JSON_START || line[CRC_DIGITS] != ' ') {
            throw new IOException("it does not start with a checksum");
        }
        String digits = new String(line, 0, CRC_DIGITS, StandardCharsets.US_ASCII);
        String actual = HEX.toHexDigits((int) crc(line, JSON_START, line.length - JSON_START));
        if (!actual.equals(digits)) {
            throw new IOException("its checksum is wrong");
        }
        return Json.parse(Arrays.copyOfRange(line, JSON_START, line.length), SpoolLine.class);
    }

    private static long crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return crc.getValue();
    }
}
