package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the standalone application, seen from outside a process that has it. */
class LogConfigurationTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    @Test
    void writesOneReadableLineForAMessageAndCannotBeForged() throws Exception {
        List<String> lines = log();

        assertThat(lines.get(0)).matches(TIME + "INFO  pull-orders: from a route");
        assertThat(lines.get(1)).matches(TIME + "WARN  Store: two\\\\nlines");
        assertThat(lines.get(2)).isEqualTo("{\"id\":1}");
        assertThat(lines.get(3)).matches(TIME + "ERROR Store: failed");
        assertThat(lines.get(4)).isEqualTo("java.lang.IllegalStateException: why");
        assertThat(lines).noneMatch(line -> line.contains("hidden"));
    }

    @Test
    void writesNoStackTraceWhereExceptionsAreSwitchedOff() throws Exception {
        assertThat(log("-Dconnector.log.exceptions=none")).hasSize(4);
    }

    @Test
    void leavesTheLogOfAHostApplicationAlone() {
        ClassLoader loader = getClass().getClassLoader();

        assertThat(loader.getResource("log4j2.xml")).isNull();
        assertThat(loader.getResource("log4j2.properties")).isNull();
        assertThat(loader.getResource("logback.xml")).isNull();
    }

    private static List<String> log(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlog4j2.configurationFile=classpath:connector/log4j2.xml");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Speaker.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }

    static final class Speaker {
        public static void main(String[] args) {
            Logger store = LoggerFactory.getLogger("org.restconnector.store.Store");
            LoggerFactory.getLogger("pull-orders").info("from a route");
            store.warn("two\nlines");
            LoggerFactory.getLogger("org.apache.camel.main.MainSupport").info("hidden");
            LoggerFactory.getLogger("dead-letter").info("{\"id\":1}");
            store.error("failed", new IllegalStateException("why"));
        }
    }
}
