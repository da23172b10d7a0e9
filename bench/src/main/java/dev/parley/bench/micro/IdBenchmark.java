package dev.parley.bench.micro;

import dev.parley.core.id.IdSource;
import dev.parley.core.id.MessageId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Making and reading an id, and the JDK's random UUID.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdBenchmark {
    private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
    private final String text = ids.messageId().value();

    @Benchmark
    public MessageId make() {
        return ids.messageId();
    }

    @Benchmark
    public MessageId read() {
        return new MessageId(text);
    }

    @Benchmark
    public String jdkRandomUuid() {
        return UUID.randomUUID().toString();
    }
}
