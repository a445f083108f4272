package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Workspace;

/**
 * The packaged program at full rate: jobs in, batches out, some records refused, pulls every few seconds, what is older
 * than a minute removed. What it takes of the machine is the same in the second half of the time as in the first.
 * {@code -Dsoak.minutes} changes its length.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ProgramSoak {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 30);
    private static final Duration SAMPLED_EVERY = Duration.ofSeconds(15);
    private static final Pattern PORT = Pattern.compile("HTTP API at http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void takesNoMoreOfTheMachineTheLongerItRuns() throws Exception {
        try (SoakLoad load = SoakLoad.start()) {
            Path log = directory.resolve("log.txt");
            Process program = start(load.port(), log);
            try {
                await().atMost(Duration.ofMinutes(3)).until(() -> port(log) > 0 || !program.isAlive());
                assertThat(program.isAlive()).as(Files.readString(log)).isTrue();
                load.against(port(log));
                List<SoakSample> samples = sample(program, load);
                assertThat(Files.readString(log))
                        .contains("removed what is older than 1m")
                        .doesNotContain("OutOfMemory");
                check(samples);
            } finally {
                program.destroy();
                if (!program.waitFor(40, TimeUnit.SECONDS)) {
                    program.destroyForcibly();
                }
            }
        }
    }

    private Process start(int server, Path log) throws IOException {
        String origin = "http://127.0.0.1:" + server;
        new Workspace(directory)
                .property("connector.api.keys", SoakLoad.KEY)
                .property("connector.retention", "1m")
                .property("connector.inbox.maxPending", "50000")
                .property("camel.server.port", "0")
                .routes(
                        "soak",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: crm}
                              - {name: url, value: "%1$s/in"}
                              - {name: batchSize, value: 500}
                              - {name: pauseAfter, value: 0}
                        - templatedRoute:
                            routeTemplateRef: rest-pull
                            parameters:
                              - {name: name, value: items}
                              - {name: url, value: "%1$s/items"}
                              - {name: records, value: "$.data[*]"}
                              - {name: pagination, value: cursor}
                              - {name: cursor, value: $.next}
                              - {name: cursorParam, value: after}
                              - {name: every, value: 3s}
                              - {name: to, value: "kamelet:table-sink?table=items&primaryKey=id"}
                        - templatedRoute:
                            routeTemplateRef: rest-pull
                            parameters:
                              - {name: name, value: feed}
                              - {name: url, value: "%1$s/items"}
                              - {name: records, value: "$.data[*]"}
                              - {name: every, value: 5s}
                              - {name: to, value: "kamelet:flow-sink?flow=crm&stream=Contact"}
                        """
                                .formatted(origin));
        Path jar = Path.of("target/camel-rest-connector.jar").toAbsolutePath();
        assertThat(jar).as("made by mvn package").exists();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        jar.toString(),
                        "run")
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
    }

    private static int port(Path log) throws IOException {
        Matcher matcher = PORT.matcher(Files.readString(log));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private List<SoakSample> sample(Process program, SoakLoad load) throws Exception {
        long begun = System.nanoTime();
        long delivered = 0;
        List<SoakSample> samples = new ArrayList<>();
        System.out.printf("%8s %s %12s %12s%n", "minute", SoakSample.HEAD, "delivered/s", "slowest ms");
        long count = Duration.ofMinutes(MINUTES).dividedBy(SAMPLED_EVERY);
        for (int i = 1; i <= count; i++) {
            long next = begun + SAMPLED_EVERY.multipliedBy(i).toNanos();
            assertThat(program.waitFor(next - System.nanoTime(), TimeUnit.NANOSECONDS))
                    .as("the program has ended")
                    .isFalse();
            SoakSample sample = SoakSample.of(program.pid(), directory.resolve("data"));
            samples.add(sample);
            long now = load.delivered();
            System.out.printf(
                    Locale.ROOT,
                    "%8.2f %s %,12d %,12d%n",
                    SAMPLED_EVERY.multipliedBy(i).toMillis() / 60_000.0,
                    sample,
                    (now - delivered) / SAMPLED_EVERY.toSeconds(),
                    load.slowestMillis());
            delivered = now;
        }
        return samples;
    }

    /** After a fifth of the time: caches are filled then, and the first things are removed. */
    private static void check(List<SoakSample> samples) {
        List<SoakSample> steady = samples.subList(samples.size() / 5, samples.size());
        List<SoakSample> first = steady.subList(0, steady.size() / 2);
        List<SoakSample> second = steady.subList(steady.size() / 2, steady.size());
        flat("RSS", first, second, SoakSample::rss, 1.1, 20);
        // what is on its way comes and goes
        flat("least heap", first, second, SoakSample::heap, 1.1, 8);
        flat("open files", first, second, SoakSample::files, 1.0, 8);
        flat("threads", first, second, SoakSample::threads, 1.0, 5);
        flat("store", first, second, SoakSample::database, 1.2, 16);
        assertThat(steady)
                .allSatisfy(sample -> assertThat(sample.log()).as("WAL").isLessThan(128));
    }

    private static void flat(
            String what,
            List<SoakSample> first,
            List<SoakSample> second,
            ToDoubleFunction<SoakSample> value,
            double times,
            double more) {
        boolean least = what.startsWith("least");
        double before = typical(first, value, least);
        double after = typical(second, value, least);
        System.out.printf(Locale.ROOT, "%-12s first half %8.1f, second half %8.1f%n", what, before, after);
        assertThat(after).as(what + " in the second half").isLessThan(before * times + more);
    }

    private static double typical(List<SoakSample> samples, ToDoubleFunction<SoakSample> value, boolean least) {
        DoubleStream values = samples.stream().mapToDouble(value);
        return (least ? values.min() : values.average()).orElseThrow();
    }
}
