package dev.parley.storage.cluster.redis;

import dev.parley.storage.contract.signal.SignalsContract;
import dev.parley.storage.signal.Signals;
import org.junit.jupiter.api.AfterEach;

class ClusterSignalsTest implements SignalsContract {
    private final TwoProcesses processes = new TwoProcesses(Redises.config(Redises.sharedCluster()));

    @AfterEach
    void close() {
        processes.close();
    }

    @Override
    public Signals signals() {
        return processes.signals();
    }

    @Override
    public Signals signalsElsewhere() {
        return processes.signalsElsewhere();
    }
}
