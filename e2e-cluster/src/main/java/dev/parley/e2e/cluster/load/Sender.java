package dev.parley.e2e.cluster.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.Http.Reply;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.SeenMessage;
import dev.parley.e2e.cluster.witness.SentMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/// A member who writes at a steady pace, one message after the other: the next only when the last is acknowledged.
/// What could not be written in time is not made up for.
final class Sender implements Runnable {
    private final Account account;
    private final Gateways gateways;
    private final String conversation;
    private final String name;
    private final Duration period;
    private final Recorder recorder;
    private final Ends ends;

    /// When to stop writing, and when to stop even trying to be answered.
    record Ends(CountDownLatch writing, CountDownLatch trying) {}

    Sender(Account account, Gateways gateways, Place place, Recorder recorder, Ends ends) {
        this.account = account;
        this.gateways = gateways;
        this.conversation = place.conversation;
        this.name = place.name;
        this.period = place.period;
        this.recorder = recorder;
        this.ends = ends;
    }

    /// @param name unlike that of any other sender
    record Place(String conversation, String name, Duration period) {}

    @Override
    public void run() {
        // Not all at the same moment.
        long next = System.nanoTime() + ThreadLocalRandom.current().nextLong(period.toNanos());
        for (int number = 1; !Pauses.ended(ends.writing, Duration.ofNanos(next - System.nanoTime())); number++) {
            String clientMessageId = name + "-" + number;
            send(new SentMessage(conversation, account.userId(), clientMessageId, "This is " + clientMessageId));
            next = Math.max(next + period.toNanos(), System.nanoTime());
        }
    }

    private void send(SentMessage message) {
        ObjectNode body = Json.mapper()
                .createObjectNode()
                .put("clientMessageId", message.clientMessageId())
                .put("text", message.text());
        Recorder.Attempt attempt = recorder.sending(message);
        Pauses pauses = new Pauses(ends.trying);
        do {
            String token = account.token();
            try {
                Reply reply = gateways.post("/v1/conversations/" + conversation + "/messages", body.toString(), token);
                if (reply.status() == 200 || reply.status() == 201) {
                    recorder.acknowledged(attempt, SeenMessage.of(reply.json()), requestId(reply));
                    return;
                }
                recorder.failed(message, reason(reply));
                if (reply.status() == 401) {
                    account.refused(token);
                }
            } catch (IOException e) {
                recorder.failed(message, e.getClass().getSimpleName());
            }
        } while (pauses.next());
    }

    private static String requestId(Reply reply) {
        return reply.headers().firstValue("x-request-id").orElse("none");
    }

    private static String reason(Reply reply) {
        return reply.status() + " " + reply.problemCode();
    }
}
