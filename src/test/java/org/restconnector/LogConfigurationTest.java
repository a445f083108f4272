package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.restconnector.json.Json;
import org.restconnector.log.About;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the standalone application, seen from outside a process that has it. */
class LogConfigurationTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    @Test
    void writesOneReadableLineForAMessageAndCannotBeForged() throws Exception {
        List<String> lines = log();

        assertThat(lines.get(0)).matches(TIME + "INFO  pull-orders: from a route");
        assertThat(lines.get(1)).matches(TIME + "WARN  Store: two\\\\nlines .\"\\\\");
        assertThat(lines.get(2)).isEqualTo("{\"id\":1}");
        assertThat(lines.get(3)).matches(TIME + "ERROR Store: failed");
        assertThat(lines.get(4)).isEqualTo("java.lang.IllegalStateException: why");
        assertThat(lines).noneMatch(line -> line.contains("hidden"));
        assertThat(lines.get(lines.size() - 2)).matches(TIME + "WARN  Client: pull orders: flow crm: of a library");
        assertThat(lines.get(lines.size() - 1)).matches(TIME + "ERROR DefaultErrorHandler: pull .*: Failed delivery");
    }

    @Test
    void writesNoStackTraceWhereExceptionsAreSwitchedOff() throws Exception {
        assertThat(log("-Dconnector.log.exceptions=none")).hasSize(6);
    }

    @Test
    void writesEachLineAsOneJsonObjectIfAskedTo() throws Exception {
        List<Map<?, ?>> lines = new ArrayList<>();
        for (String line : log("-Dconnector.log.format=json")) {
            lines.add((Map<?, ?>) Json.read(line));
        }

        assertThat(lines).hasSize(6).allSatisfy(line -> {
            assertThat((String) line.get("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(line.get("thread")).isEqualTo("main");
        });
        assertThat(lines.get(0)).hasSize(5);
        assertThat(lines.get(1).get("message")).isEqualTo("two\nlines \u0001\"\\");
        assertThat(lines.get(1).get("logger")).isEqualTo("org.restconnector.store.Store");
        assertThat(lines.get(2).get("message")).isEqualTo("{\"id\":1}");
        assertThat((String) lines.get(3).get("exception"))
                .startsWith("java.lang.IllegalStateException: why\n")
                .contains("at org.restconnector");
        assertThat(lines.get(4).get("pull")).isEqualTo("orders");
        assertThat(lines.get(4).get("run")).isEqualTo("r1");
        assertThat(lines.get(4).get("flow")).isEqualTo("crm");
        assertThat(lines.get(5).get("level")).isEqualTo("ERROR");
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
            store.warn("two\nlines \u0001\"\\");
            LoggerFactory.getLogger("org.apache.camel.main.MainSupport").info("hidden");
            LoggerFactory.getLogger("dead-letter").info("{\"id\":1}");
            store.error("failed", new IllegalStateException("why"));
            About.pull("orders");
            About.run("r1");
            About.flow("crm", () -> LoggerFactory.getLogger("org.example.Client")
                            .warn("of a library"))
                    .run();
            LoggerFactory.getLogger("org.apache.camel.processor.errorhandler.DefaultErrorHandler")
                    .error("Failed delivery\n\nMessage History", new IllegalStateException("expected"));
        }
    }
}
