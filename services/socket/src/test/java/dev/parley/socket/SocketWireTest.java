package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.caller.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What libraries do for clients, byte by byte: handshake, masks, pings, and what comes of breaking RFC 6455.
class SocketWireTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n";

    private SocketFixture parley;
    private SocketServer node;
    private Caller.User ada;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        parley = new SocketFixture(folder);
        node = parley.node();
        ada = parley.user();
    }

    @AfterEach
    void close() throws IOException {
        parley.close();
    }

    private RawClient ready(SocketServer server) throws IOException {
        RawClient client = RawClient.connect(server.port(), parley.gate.token(ada));
        assertThat(client.next().text()).contains("\"type\":\"ready\"");
        return client;
    }

    @Test
    void shakesHandsAsTheExampleOfTheStandardAndNeverCompresses() throws IOException {
        String headers =
                UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n" + KEY;
        try (RawClient client = RawClient.handshake(node.port(), headers)) {
            String head = client.head().toLowerCase(java.util.Locale.ROOT);
            assertThat(head).startsWith("http/1.1 101 ");
            // RFC 6455 §1.3.
            assertThat(head).contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=");
            assertThat(head).doesNotContain("extensions");
        }
    }

    @Test
    void refusesHandshakesThatAreNone() throws IOException {
        Map<String, String> refused = Map.of(
                UPGRADE + "Sec-WebSocket-Version: 8\r\n" + KEY, "426",
                UPGRADE + KEY, "426",
                UPGRADE + "Sec-WebSocket-Version: 13\r\n", "400",
                "Sec-WebSocket-Version: 13\r\n" + KEY, "400");
        for (Map.Entry<String, String> each : refused.entrySet()) {
            try (RawClient client = RawClient.handshake(node.port(), each.getKey())) {
                assertThat(client.head()).as(each.getKey()).startsWith("HTTP/1.1 " + each.getValue());
            }
        }
    }

    @Test
    void answersPingWithItsPayloadAndCloseWithItsCode() throws IOException {
        try (RawClient client = ready(node)) {
            client.send(0x89, "are you there?".getBytes(StandardCharsets.UTF_8));
            RawClient.Frame pong = client.next();
            assertThat(pong.firstByte()).isEqualTo(0x8A);
            assertThat(pong.text()).isEqualTo("are you there?");

            client.send(0x8A, new byte[0]);
            client.send(0x88, new byte[] {0x03, (byte) 0xE8});
            assertThat(client.next().closeCode()).isEqualTo(1000);
            assertThat(client.ended()).isTrue();
        }
        try (RawClient client = ready(node)) {
            client.send(0x88, new byte[0]);
            assertThat(client.next().closeCode()).as("none was given").isEqualTo(1005);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void closesOnWhatIsNotWebSocket() throws IOException {
        Map<String, byte[]> broken = Map.of(
                "not masked", new byte[] {(byte) 0x81, 2, '{', '}'},
                "reserved bit", new byte[] {(byte) 0xC1, (byte) 0x80, 1, 2, 3, 4},
                "unknown opcode", new byte[] {(byte) 0x83, (byte) 0x80, 1, 2, 3, 4},
                "continues nothing", new byte[] {(byte) 0x80, (byte) 0x80, 1, 2, 3, 4},
                "ping in pieces", new byte[] {0x09, (byte) 0x80, 1, 2, 3, 4},
                "ping too long", new byte[] {(byte) 0x89, (byte) 0xFE, 0, 126, 1, 2, 3, 4},
                "length not the shortest", new byte[] {(byte) 0x81, (byte) 0xFE, 0, 2, 1, 2, 3, 4, 1, 2});
        for (Map.Entry<String, byte[]> each : broken.entrySet()) {
            try (RawClient client = ready(node)) {
                client.sendBytes(each.getValue());
                RawClient.Frame close = client.nextClose();
                assertThat(close.closeCode()).as(each.getKey()).isEqualTo(1002);
                assertThat(close.closeReason()).isNotEmpty();
            }
        }
    }

    @Test
    void refusesALengthThatNobodySendsBeforeItComes() throws IOException {
        byte[] exabytes = {(byte) 0x81, (byte) 0xFF, 0x10, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
        try (RawClient client = ready(node)) {
            client.sendBytes(exabytes);
            assertThat(client.nextClose().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void closesOnTextThatIsNotUtf8() throws IOException {
        try (RawClient client = ready(node)) {
            client.send(0x81, new byte[] {'"', (byte) 0xC3, 0x28, '"'});
            assertThat(client.nextClose().closeCode()).isEqualTo(1007);
        }
        try (RawClient client = ready(node)) {
            client.send(0x81, new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});
            assertThat(client.nextClose().closeCode())
                    .as("half a surrogate pair")
                    .isEqualTo(1007);
        }
    }

    @Test
    void closesWhoSaysTooMuch() throws IOException {
        var limits = new SocketConfig.Limits(16 << 10, 100, 10, 1 << 20, 20);
        try (RawClient client =
                ready(parley.node(SocketConfig.at("127.0.0.1", 0).withLimits(limits)))) {
            for (int i = 0; i < 50; i++) {
                client.sendText("{\"type\":\"ping\"}");
            }
            assertThat(client.nextClose().closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void nothingIsSentAfterTheClose() throws IOException {
        var room = parley.conversation(ada);
        try (RawClient client = ready(node)) {
            client.send(0x82, new byte[] {1});
            assertThat(client.nextClose().closeCode()).isEqualTo(1003);
            parley.send(ada, room, "too late");
            client.sendText("{\"type\":\"ping\"}");
            client.send(0x88, new byte[] {0x03, (byte) 0xEB});
            assertThat(client.ended()).isTrue();
        }
    }
}
