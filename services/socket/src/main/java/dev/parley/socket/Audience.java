package dev.parley.socket;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The connections of one loop that are in one conversation. Only that loop may call, but for [#loop].
final class Audience {
    private final Loop loop;
    private final SocketMetrics metrics;
    private final List<Seat> seats = new ArrayList<>(1);

    Audience(Loop loop, SocketMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
    }

    Loop loop() {
        return loop;
    }

    void add(Seat seat) {
        seat.place = seats.size();
        seats.add(seat);
    }

    void remove(Seat seat) {
        Seat last = seats.removeLast();
        if (last != seat) {
            last.place = seat.place;
            seats.set(seat.place, last);
        }
    }

    /// Hands the frame to every seat and lets go of the buffer.
    void deliver(long seq, ByteBuf frame) {
        try {
            for (int i = 0; i < seats.size(); i++) {
                seats.get(i).deliver(seq, frame);
            }
            metrics.delivered(seats.size());
        } finally {
            frame.release();
        }
    }
}
