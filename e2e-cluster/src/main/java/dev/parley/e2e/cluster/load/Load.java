package dev.parley.e2e.cluster.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.Recording;
import dev.parley.e2e.cluster.witness.SeenMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// People who write and listen in many conversations at a steady rate, and a record of all of it.
///
/// The first account of an installation is its owner. If this is the first load on it, the owner is one of ours.
public final class Load implements AutoCloseable {
    private static final int REGISTER_AT_ONCE = 8;

    private final Addresses addresses;
    private final LoadSettings settings;
    private final Recorder recorder;
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch trying = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Account> people = new ArrayList<>();
    private final List<String> conversations = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Future<?>> senders = new ArrayList<>();

    private Load(Addresses addresses, LoadSettings settings, Recorder recorder) {
        this.addresses = addresses;
        this.settings = settings;
        this.recorder = recorder;
    }

    /// Registers everybody, opens the conversations and connects the listeners. Nobody writes before [#write].
    public static Load prepare(Addresses addresses, LoadSettings settings, Recorder recorder) {
        Load load = new Load(addresses, settings, recorder);
        load.register();
        load.converse();
        load.listen();
        return load;
    }

    /// Whether every listener is connected and has resumed.
    public boolean isReady() {
        return listeners.stream().allMatch(Listener::isReady);
    }

    /// How many there are.
    public int conversations() {
        return conversations.size();
    }

    /// Lets everybody write.
    public void write() {
        int writers = settings.conversations() * LoadSettings.MEMBERS;
        Duration period = Duration.ofSeconds(1).multipliedBy(writers).dividedBy(settings.sendsPerSecond());
        for (int c = 0; c < settings.conversations(); c++) {
            for (int member = 0; member < LoadSettings.MEMBERS; member++) {
                int person = settings.person(c, member);
                Sender.Place place = new Sender.Place(conversations.get(c), "c" + c + "m" + member, period);
                senders.add(threads.submit(new Sender(
                        people.get(person),
                        new Gateways(addresses.gateways(), person),
                        place,
                        recorder,
                        new Sender.Ends(writing, trying))));
            }
        }
    }

    /// Lets nobody begin another message. What was begun is still tried until it is acknowledged.
    public void stopWriting() {
        writing.countDown();
    }

    /// Whether everybody has the answer to their last message.
    public boolean isAnswered() {
        return senders.stream().allMatch(Future::isDone);
    }

    /// The listeners that have not seen all that history has.
    public int listenersBehind() {
        Map<String, Long> latest = new HashMap<>();
        for (int c = 0; c < settings.conversations(); c++) {
            String conversation = conversations.get(c);
            latest.put(conversation, histories(c, 0).latestSeq(conversation));
        }
        return (int)
                listeners.stream().filter(listener -> !listener.has(latest)).count();
    }

    /// Everything, with each history as two members are shown it through two gateways.
    public Recording recording() {
        Map<String, List<List<SeenMessage>>> histories = new HashMap<>();
        for (int c = 0; c < settings.conversations(); c++) {
            String conversation = conversations.get(c);
            List<List<SeenMessage>> shown = new ArrayList<>();
            for (int member = 0; member < 2; member++) {
                shown.add(histories(c, member).history(conversation));
            }
            histories.put(conversation, shown);
        }
        return recorder.recording(histories);
    }

    /// Entries of the audit log after a seq, as the owner is shown them.
    public List<JsonNode> auditEntries(long afterSeq) {
        return new Histories(people.getFirst(), new Gateways(addresses.gateways(), 0)).auditEntries(afterSeq);
    }

    /// How often a connection was opened again.
    public int reconnects() {
        return listeners.stream().mapToInt(Listener::reconnects).sum();
    }

    /// How often somebody had to sign in again because the session had ended.
    public int signInsAgain() {
        return people.stream().mapToInt(Account::signInsAgain).sum();
    }

    @Override
    public void close() {
        writing.countDown();
        trying.countDown();
        listening.countDown();
        listeners.forEach(Listener::close);
        threads.close();
    }

    private void register() {
        people.add(account(0));
        try (ExecutorService few = Executors.newFixedThreadPool(REGISTER_AT_ONCE)) {
            List<Future<Account>> registered = IntStream.range(1, settings.people())
                    .mapToObj(number -> few.submit(() -> account(number)))
                    .toList();
            for (Future<Account> one : registered) {
                people.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("not everybody could register", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Account account(int number) {
        return Account.registered(new Gateways(addresses.gateways(), number), "p" + number, listening);
    }

    private void converse() {
        for (int c = 0; c < settings.conversations(); c++) {
            ObjectNode body = Json.mapper().createObjectNode().put("title", "conversation " + c);
            ArrayNode members = body.putArray("memberIds");
            for (int member = 1; member < LoadSettings.MEMBERS; member++) {
                members.add(people.get(settings.person(c, member)).userId());
            }
            Account starter = people.get(settings.person(c, 0));
            try {
                conversations.add(new Gateways(addresses.gateways(), c)
                        .post("/v1/conversations", body.toString(), starter.token())
                        .expect(201)
                        .json()
                        .path("id")
                        .asText());
            } catch (IOException e) {
                throw new UncheckedIOException("no conversation", e);
            }
        }
    }

    private void listen() {
        for (int number = 0; number < settings.connections(); number++) {
            int person = number % settings.people();
            List<String> theirs = IntStream.range(0, settings.conversations())
                    .filter(c -> IntStream.range(0, LoadSettings.MEMBERS)
                            .anyMatch(member -> settings.person(c, member) == person))
                    .mapToObj(conversations::get)
                    .toList();
            // Devices of one person are on different nodes.
            int node = number + number / settings.people();
            Listener listener = new Listener(
                    new Listener.Self("device" + number, node, people.get(person), theirs),
                    addresses.sockets(),
                    recorder,
                    listening);
            listeners.add(listener);
            threads.execute(listener);
        }
    }

    private Histories histories(int conversation, int member) {
        int person = settings.person(conversation, member);
        return new Histories(people.get(person), new Gateways(addresses.gateways(), member));
    }
}
