package org.restconnector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.json.Json;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

class JsonlSinkTest extends CamelTestSupport {
    @TempDir
    static Path directory;

    private final Path file = directory.resolve("deep/er/" + System.nanoTime() + ".jsonl");
    private Store store;

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").to("kamelet:jsonl-sink?file=" + file);
                from("direct:two")
                        .to("kamelet:jsonl-sink?file=RAW(" + file.getParent() + "/../er/" + file.getFileName() + ")");
            }
        };
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    private List<String> lines() throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private PageTransaction page() {
        if (store == null) {
            store = Stores.open(StoreSettings.embedded(directory.resolve("store")), Clock.systemUTC(), point -> {});
        }
        return new PageTransaction(store, point -> {});
    }

    private void send(String endpoint, Object body, PageTransaction page) {
        Exchange sent = template.request(endpoint, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setProperty(PageTransaction.PROPERTY, page);
        });
        assertThat(sent.getException()).isNull();
    }

    @Test
    void writesOneObjectALineAsItCame() throws Exception {
        String json = "{\"b\":1.10,\"a\":null,\"n\":170141183460469231731687303715884105727,\"ä\":[\"\\n\",{}]}";
        template.sendBody("direct:one", Json.read(json));
        template.sendBody("direct:one", json);
        template.sendBody("direct:one", json.getBytes(StandardCharsets.UTF_8));
        template.sendBody("direct:one", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        template.sendBody("direct:one", List.of(Map.of("x", 0.1), Map.of("x", 2)));
        template.sendBody("direct:one", "[{\"y\":1},{\"y\":2}]");
        template.sendBody("direct:one", "[]");
        template.sendBody("direct:one", "{\"half\":\"\\uD800\"}");

        assertThat(lines())
                .containsExactly(
                        json,
                        json,
                        json,
                        json,
                        "{\"x\":0.1}",
                        "{\"x\":2}",
                        "{\"y\":1}",
                        "{\"y\":2}",
                        "{\"half\":\"\\uD800\"}");
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void refusesWhatIsNoRecord() throws Exception {
        for (Object body : Arrays.asList("no JSON", "1", "[{},2]", null, List.of("a"), Map.of("a", new Object()))) {
            assertThatThrownBy(() -> template.sendBody("direct:one", body))
                    .rootCause()
                    .isNotNull();
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void cutsOffHalfALineThatACrashLeft() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"a\":1}\n{\"a\":2,\"text\":\"hal");
        template.sendBody("direct:one", "{\"a\":2}");

        assertThat(lines()).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void writesAPageWhenItEnds() throws Exception {
        PageTransaction page = page();
        send("direct:one", Map.of("a", 1), page);
        send("direct:two", Map.of("a", 2), page);
        assertThat(lines()).isEmpty();
        page.commit(transaction -> true);

        assertThat(lines()).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void leavesNoTraceOfAPageThatIsRolledBack() throws Exception {
        PageTransaction page = page();
        send("direct:one", Map.of("a", 1), page);
        page.rollback();
        assertThat(lines()).isEmpty();

        send("direct:one", Map.of("late", true), page);
        assertThat(lines()).containsExactly("{\"late\":true}");
    }

    @Test
    void mixesNoLinesOfManyThreadsAndEndpoints() throws Exception {
        String text = "x".repeat(20_000);
        CompletableFuture<?>[] senders = IntStream.range(0, 4)
                .mapToObj(sender -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 25; i++) {
                        template.sendBody(sender % 2 == 0 ? "direct:one" : "direct:two", Map.of("t", text));
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(senders).join();

        assertThat(lines()).hasSize(100).allMatch(("{\"t\":\"" + text + "\"}")::equals);
    }

    @Test
    void goesOnInANewFileWhenTheOldOneIsMovedAway() throws Exception {
        template.sendBody("direct:one", "{\"a\":1}");
        Files.move(file, directory.resolve("moved.jsonl"));
        template.sendBody("direct:one", "{\"a\":2}");

        assertThat(lines()).containsExactly("{\"a\":2}");
    }

    @Test
    void failsTheStartWhereTheFileCannotBeOne() throws Exception {
        for (String parameter : List.of("file=" + directory, "file=/dev/null")) {
            try (CamelContext other = new DefaultCamelContext()) {
                other.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to("kamelet:jsonl-sink?" + parameter);
                    }
                });
                assertThatThrownBy(other::start).rootCause().hasMessageContaining("not a regular file");
            }
        }
    }
}
