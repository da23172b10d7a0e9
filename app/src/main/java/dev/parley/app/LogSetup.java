package dev.parley.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.parley.app.config.LogLevel;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The log: standard error, one line per event, warnings and worse unless the configuration asks for more. In code
/// rather than in a file, because reading XML is a tenth of the time that starting takes.
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{24} - %msg%n%ex";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        // It warns of every member of an OpenAPI document that is no keyword of JSON Schema.
        context.getLogger("com.networknt.schema").setLevel(Level.ERROR);
        // It warns that vector instructions are an incubator's module, which would be used for vectors alone.
        context.getLogger("org.apache.lucene.internal.vectorization").setLevel(Level.ERROR);
        // They warn of every connection and every try of an outage, which the adapters tell once, as well as its end.
        for (String engine : List.of(
                "com.zaxxer.hikari",
                "io.lettuce",
                "org.apache.hc",
                "org.apache.kafka",
                "org.mongodb.driver",
                "software.amazon.awssdk")) {
            context.getLogger(engine).setLevel(Level.ERROR);
        }
        bridgeJavaLogging();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Lucene and SQLite's driver log through `java.util.logging`.
    private static void bridgeJavaLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /// Logs errors only, for a command that tells of its progress itself.
    static void errorsOnly() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
    }

    /// Logs Parley's own doing from this level on. Libraries go on logging warnings only.
    static void level(LogLevel level) {
        if (LoggerFactory.getLogger("dev.parley") instanceof Logger ours) {
            ours.setLevel(
                    switch (level) {
                        case ERROR -> Level.ERROR;
                        case WARN -> Level.WARN;
                        case INFO -> Level.INFO;
                        case DEBUG -> Level.DEBUG;
                    });
        }
    }
}
