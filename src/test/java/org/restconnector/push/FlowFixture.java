package org.restconnector.push;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.restconnector.json.Json;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;
import org.restconnector.store.Store;

/** The product with one flow or more, in this process, on a directory of its own. */
final class FlowFixture implements AutoCloseable {
    static final String FLOW = "crm";

    private final Main main = new Main();

    private FlowFixture() {}

    /** With the flow {@code crm} of these parameters. */
    static FlowFixture start(Path directory, Map<String, String> parameters) throws Exception {
        return start(directory, List.of(parameters));
    }

    /** With several flows; each names itself, or is {@code crm}. */
    static FlowFixture start(Path directory, List<Map<String, String>> flows) throws Exception {
        return start(directory, Clock.systemUTC(), flows);
    }

    /** By a clock of the test. */
    static FlowFixture start(Path directory, Clock clock, List<Map<String, String>> flows) throws Exception {
        return start(directory, clock, Map.of(), flows);
    }

    /** With properties, as application.properties holds them. */
    static FlowFixture start(
            Path directory, Clock clock, Map<String, String> properties, List<Map<String, String>> flows)
            throws Exception {
        FlowFixture fixture = new FlowFixture();
        Main main = fixture.main;
        main.bind("rest-clock", clock);
        properties.forEach(main::addInitialProperty);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("connector.directory", directory.toString());
        main.configure()
                .withRoutesIncludePattern("classpath:camel/*.camel.yaml,file:" + routes(directory, flows))
                .withAutoConfigurationLogSummary(false)
                .withShutdownTimeout(30)
                .setStartupSummaryLevel(StartupSummaryLevel.Off);
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            throw e;
        }
        return fixture;
    }

    private static Path routes(Path directory, List<Map<String, String>> flows) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (Map<String, String> flow : flows) {
            Map<String, String> all = new LinkedHashMap<>(Map.of("name", FLOW));
            all.putAll(flow);
            yaml.append("- templatedRoute:\n    routeTemplateRef: rest-push\n    parameters:\n");
            // a JSON string is one of YAML
            all.forEach(
                    (name, value) -> yaml.append("      - {name: " + name + ", value: " + Json.text(value) + "}\n"));
        }
        return Files.writeString(directory.resolve("flows.camel.yaml"), yaml);
    }

    Store store() {
        return main.getCamelContext().getRegistry().lookupByNameAndType("rest-connector-store", Store.class);
    }

    Main main() {
        return main;
    }

    FlowDirectory.Flow flow(String name) {
        FlowDirectory flows =
                main.getCamelContext().getRegistry().lookupByNameAndType(FlowDirectory.BEAN, FlowDirectory.class);
        return flows.find(name).orElseThrow();
    }

    Batches.FlowState state() {
        return store().batches().state(FLOW);
    }

    /** A job of these records; returns its id. */
    String accept(String... records) {
        return acceptFor(FLOW, "acme", "Contact", records);
    }

    String acceptFor(String flow, String tenant, String stream, String... records) {
        List<Jobs.NewRecord> rows = new ArrayList<>();
        for (int i = 0; i < records.length; i++) {
            rows.add(new Jobs.NewRecord(
                    stream,
                    i,
                    "00".repeat(32),
                    Optional.empty(),
                    records[i].getBytes(StandardCharsets.UTF_8),
                    OptionalInt.empty()));
        }
        Jobs.Accepted accepted = store().jobs()
                .accept(new Jobs.NewJob(
                        flow,
                        tenant,
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.copyOf(new LinkedHashSet<>(List.of(stream))),
                        rows,
                        Optional.empty(),
                        1_000_000));
        flow(flow).wake();
        return accepted.job().id();
    }

    /** {@code {"id":FROM}} to {@code {"id":TO - 1}}. */
    static String[] ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(id -> "{\"id\":" + id + "}").toArray(String[]::new);
    }

    Jobs.Job job(String id) {
        return store().jobs().find(FLOW, "acme", id).orElseThrow();
    }

    /** Waits until all its records have their result. */
    Jobs.Counts completed(String id) {
        return completed(FLOW, id);
    }

    Jobs.Counts completed(String flow, String id) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store().jobs().find(flow, "acme", id).orElseThrow().status() == Jobs.Status.JOB_COMPLETED);
        return store().jobs()
                .find(flow, "acme", id)
                .orElseThrow()
                .streams()
                .values()
                .iterator()
                .next();
    }

    List<Jobs.RecordRow> records(String job) {
        return store().jobs().records(job, Optional.empty(), 10_000, 0);
    }

    static Map<String, String> parameters(String url, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("url", url));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    @Override
    public void close() {
        main.stop();
    }
}
