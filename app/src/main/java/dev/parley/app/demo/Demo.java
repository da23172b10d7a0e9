package dev.parley.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.app.remote.Socket;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The story: two people talk, a connection breaks, and the record of it all can be proven.
public final class Demo {
    private static final int SEARCH_LOOKS = 50;

    private final Remote remote;
    private final Narrator narrator;
    private final RandomGenerator random;
    private final List<String> requestIds = new ArrayList<>();

    public Demo(Remote remote, PrintWriter out, RandomGenerator random) {
        this.remote = remote;
        this.narrator = new Narrator(out);
        this.random = random;
    }

    /// Tells it.
    ///
    /// @param auditReader reads the log that proves it
    /// @throws RemoteException when something is not as the story goes
    public void tell(AuditReader auditReader) {
        narrator.title("Parley, shown at " + remote.urls().of("gateway"));
        narrator.chapter("Ana and Ben register and sign in");
        Person ana = Person.joins(remote, "Ana", random);
        Person ben = Person.joins(remote, "Ben", random);
        narrator.line("Ana is %s, Ben is %s", ana.id(), ben.id());
        Proof proof = new Proof(narrator, auditReader.exportFor(ana));

        narrator.chapter("Ana opens a conversation; both connect, to different socket nodes");
        String conversation = ana.opens("Harbour plans", ben);
        Socket anasSocket = ana.connects("socket1");
        Socket bensSocket = ben.connects("socket2");
        narrator.line("conversation %s; Ana listens on socket 1, Ben on socket 2", conversation);

        talk(ana, ben, conversation, anasSocket, bensSocket);
        sendPicture(ana, ben, conversation, bensSocket);
        find(ben, conversation);
        long last = loseAndResume(ana, ben, conversation, bensSocket);
        narrator.line("Ben has seen 1 to %d without a gap", last);
        stayOut(conversation);
        anasSocket.close();
        proof.show(requestIds);
        narrator.title("");
        narrator.title("That is the story. Nothing was taken on trust.");
    }

    private void talk(Person ana, Person ben, String conversation, Socket anasSocket, Socket bensSocket) {
        narrator.chapter("They talk, and each hears the other at once");
        speak(ana, conversation, "The ferry leaves at seven. Are you coming?", bensSocket);
        speak(ben, conversation, "Yes. I bring the lantern.", anasSocket);
        speak(ana, conversation, "Then I bring the maps.", bensSocket);
    }

    private JsonNode speak(Person speaker, String conversation, String text, Socket listener) {
        long start = System.nanoTime();
        requestIds.add(speaker.says(conversation, text, List.of()).requestId());
        JsonNode message = live(listener, text);
        long micros = (System.nanoTime() - start) / 1000;
        narrator.line("%s: %s   (there after %.1f ms)", speaker.name(), text, micros / 1000.0);
        return message;
    }

    /// Waits for this text; a socket also brings what its owner said.
    private static JsonNode live(Socket listener, String text) {
        while (true) {
            JsonNode message = listener.next("message").path("message");
            if (message.path("text").asText().equals(text)) {
                return message;
            }
        }
    }

    private void sendPicture(Person ana, Person ben, String conversation, Socket bensSocket) {
        narrator.chapter("Ana sends a picture");
        byte[] png = Picture.png();
        JsonNode media = ana.uploads(conversation, "boat.png", png);
        String id = media.path("id").asText();
        requireEqual("image/png", media.path("contentType").asText(), "the type of the picture");
        requestIds.add(ana.says(conversation, "Our boat", List.of(id)).requestId());
        JsonNode message = live(bensSocket, "Our boat");
        byte[] received = ben.downloads(message.path("attachments").path(0).asText());
        if (!Arrays.equals(png, received)) {
            throw new RemoteException("the picture that Ben got is not the one that Ana sent");
        }
        narrator.line(
                "%d bytes, recognised as %s; Ben downloads it, byte for byte the same",
                png.length, media.path("contentType").asText());
    }

    private void find(Person ben, String conversation) {
        narrator.chapter("Ben searches for \"lantern\"");
        for (int look = 0; look < SEARCH_LOOKS; look++) {
            for (JsonNode hit : ben.searches("lantern")) {
                if (hit.path("conversationId").asText().equals(conversation)) {
                    narrator.line("found in message %d: %s", hit.path("seq").asLong(), marked(hit));
                    return;
                }
            }
            pause();
        }
        throw new RemoteException("the search does not find what was said");
    }

    private static String marked(JsonNode hit) {
        StringBuilder text = new StringBuilder();
        for (JsonNode run : hit.path("highlights").path(0).path("runs")) {
            String words = run.path("text").asText();
            text.append(run.path("match").asBoolean() ? "[" + words + "]" : words);
        }
        return text.toString();
    }

    private long loseAndResume(Person ana, Person ben, String conversation, Socket bensSocket) {
        narrator.chapter("Ben's connection is cut; Ana goes on");
        JsonNode lastSeen = speak(ana, conversation, "See you at the pier.", bensSocket);
        long seen = lastSeen.path("seq").asLong();
        bensSocket.cut();
        List<String> missed = List.of("Bring a coat, it is cold.", "And the dog.", "Pier four, not three!");
        for (String text : missed) {
            requestIds.add(ana.says(conversation, text, List.of()).requestId());
            narrator.line("Ana: %s   (Ben does not hear it)", text);
        }
        narrator.chapter("Ben connects again, to the other node, and resumes after message " + seen);
        try (Socket again = ben.connects("socket1")) {
            again.resume(conversation, seen);
            for (String text : missed) {
                JsonNode message = again.next("message").path("message");
                seen++;
                requireEqual(Long.toString(seen), message.path("seq").asText(), "the number of a resumed message");
                requireEqual(text, message.path("text").asText(), "the text of a resumed message");
                narrator.line("%d  %s", seen, text);
            }
            again.next("resumed");
        }
        return seen;
    }

    private void stayOut(String conversation) {
        narrator.chapter("Carla is not in the conversation");
        Person carla = Person.joins(remote, "Carla", random);
        requestIds.add(carla.get("/v1/conversations/" + conversation + "/messages")
                .expect(404)
                .requestId());
        if (!carla.searches("lantern").isEmpty()) {
            throw new RemoteException("a stranger finds what was said");
        }
        narrator.line("for her it does not exist (404), and her search finds nothing");
    }

    private static void requireEqual(String expected, String actual, String what) {
        if (!expected.equals(actual)) {
            throw new RemoteException(what + " is \"" + actual + "\" instead of \"" + expected + "\"");
        }
    }

    private static void pause() {
        try {
            if (new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted");
        }
    }
}
