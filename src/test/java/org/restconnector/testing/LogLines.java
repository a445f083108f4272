package org.restconnector.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** The lines that a logger of this JVM writes while this is open. */
public final class LogLines implements AutoCloseable {
    private final LoggerContext context = LoggerContext.getContext(false);
    private final String logger;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final AbstractAppender appender = new AbstractAppender("test", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
        }
    };

    private LogLines(String logger) {
        this.logger = logger;
    }

    /** Of this logger, from INFO on. */
    public static LogLines of(String logger) {
        LogLines made = new LogLines(logger);
        made.appender.start();
        LoggerConfig config = new LoggerConfig(logger, Level.INFO, false);
        config.addAppender(made.appender, Level.ALL, null);
        made.context.getConfiguration().addLogger(logger, config);
        made.context.updateLoggers();
        return made;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(logger);
        context.updateLoggers();
    }
}
