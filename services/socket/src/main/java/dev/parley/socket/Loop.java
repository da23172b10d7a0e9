package dev.parley.socket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// An event loop and what is on it. Only its own thread may call, but for [#executor].
final class Loop {
    private final EventLoop executor;
    private final List<Connection> connections = new ArrayList<>();
    private List<Connection> toFlush = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();
    private boolean flushScheduled;

    Loop(EventLoop executor) {
        this.executor = executor;
    }

    EventLoop executor() {
        return executor;
    }

    void add(Connection connection) {
        connection.place = connections.size();
        connections.add(connection);
    }

    void remove(Connection connection) {
        Connection last = connections.removeLast();
        if (last != connection) {
            last.place = connection.place;
            connections.set(connection.place, last);
        }
    }

    /// Calls for every connection. The callback may close connections, which remove themselves later.
    void forEach(Consumer<Connection> each) {
        for (Connection connection : List.copyOf(connections)) {
            each.accept(connection);
        }
    }

    /// Flushes the connection after the tasks that wait now, once, whatever else is written to it until then.
    void flushSoon(Connection connection) {
        toFlush.add(connection);
        if (!flushScheduled) {
            flushScheduled = true;
            executor.execute(this::flushAll);
        }
    }

    private void flushAll() {
        flushScheduled = false;
        List<Connection> now = toFlush;
        toFlush = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flush();
        }
        now.clear();
    }
}
