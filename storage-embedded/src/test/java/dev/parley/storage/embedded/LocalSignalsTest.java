package dev.parley.storage.embedded;

import dev.parley.storage.contract.signal.SignalsContract;
import dev.parley.storage.signal.Signals;
import org.junit.jupiter.api.AfterEach;

class LocalSignalsTest implements SignalsContract {
    private final LocalSignals signals = new LocalSignals();

    @AfterEach
    void close() {
        signals.close();
    }

    @Override
    public Signals signals() {
        return signals;
    }
}
