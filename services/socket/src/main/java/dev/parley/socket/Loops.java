package dev.parley.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The event loops of a node.
final class Loops {
    private final List<Loop> all = new ArrayList<>();
    private final Map<EventExecutor, Loop> byExecutor = new IdentityHashMap<>();

    Loops(EventLoopGroup group) {
        for (EventExecutor executor : group) {
            Loop loop = new Loop((EventLoop) executor);
            all.add(loop);
            byExecutor.put(executor, loop);
        }
    }

    List<Loop> all() {
        return all;
    }

    Loop of(EventLoop executor) {
        Loop loop = byExecutor.get(executor);
        if (loop == null) {
            throw new IllegalStateException("a channel of another group");
        }
        return loop;
    }

    /// The loop that owns what has this key, always the same.
    EventLoop home(Object key) {
        int spread = key.hashCode() * 0x9E3779B9;
        return all.get(Math.floorMod(spread >>> 16, all.size())).executor();
    }
}
