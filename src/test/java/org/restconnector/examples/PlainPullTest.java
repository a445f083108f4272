package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;

/** The plain route in {@code routes/examples}: it does what its comment says, and no more. */
class PlainPullTest extends CamelMainTestSupport {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folders;

    private static int tests;

    private ApiServer api;
    private Path folder;

    @AfterEach
    void close() {
        api.close();
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.withRoutesIncludePattern("file:routes/examples/plain-pull.camel.yaml");
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        // called by the constructor of the class above
        api = ApiServer.start();
        folder = folders.resolve("test" + tests++);
        Properties properties = new Properties();
        properties.setProperty("plain.url", api.url("/orders"));
        properties.setProperty("plain.folder", folder.toString());
        properties.setProperty("plain.retryDelay", "1");
        return properties;
    }

    @Override
    public boolean isUseAdviceWith() {
        return true;
    }

    @Test
    void readsEveryPageOnceAndAppendsEachRecord() throws Exception {
        servePages();
        context.start();

        await().atMost(PATIENCE).until(() -> lines("plain-orders.jsonl").size() == 5);

        assertThat(lines("plain-orders.jsonl")).element(0).isEqualTo("{\"id\":1,\"note\":null}");
        assertThat(api.requests())
                .extracting(request -> request.target())
                .containsExactly("/orders?page=1", "/orders?page=2", "/orders?page=3");
    }

    @Test
    void losesTheScaleOfNumbersAsItsCommentSays() throws Exception {
        api.on("/orders", Answer.json("{\"data\":[{\"total\":19.90}],\"total_pages\":1}"));
        context.start();

        await().atMost(PATIENCE).until(() -> !lines("plain-orders.jsonl").isEmpty());

        assertThat(lines("plain-orders.jsonl")).containsExactly("{\"total\":19.9}");
    }

    @Test
    void asksForTheSamePageAgainWhereTheApiRefusedIt() throws Exception {
        servePages();
        api.on(
                "/orders",
                request -> api.requests().size() == 2
                        ? Answer.status(503)
                        : page(request.query("page").orElseThrow()));
        context.start();

        await().atMost(PATIENCE).until(() -> lines("plain-orders.jsonl").size() == 5);

        assertThat(api.requests())
                .extracting(request -> request.target())
                .containsExactly("/orders?page=1", "/orders?page=2", "/orders?page=2", "/orders?page=3");
    }

    @Test
    void keepsARecordThatIsRefusedAndGoesOn() throws Exception {
        servePages();
        AdviceWith.adviceWith(context, "plain-pull", advice -> advice.weaveById("append-record")
                .before()
                .filter()
                .simple("${body} contains '\"id\":3'")
                .throwException(IllegalStateException.class, "no threes"));
        context.start();

        await().atMost(PATIENCE).until(() -> lines("plain-orders.jsonl").size() == 4);

        assertThat(lines("plain-failed.jsonl")).containsExactly("{\"id\":3,\"note\":null}");
    }

    private void servePages() {
        api.on("/orders", request -> page(request.query("page").orElseThrow()));
    }

    private static Answer page(String number) {
        return Answer.json(
                switch (number) {
                    case "1" -> "{\"data\":[{\"id\":1,\"note\":null},{\"id\":2,\"note\":null}],\"total_pages\":3}";
                    case "2" -> "{\"data\":[{\"id\":3,\"note\":null},{\"id\":4,\"note\":null}],\"total_pages\":3}";
                    default -> "{\"data\":[{\"id\":5,\"note\":null}],\"total_pages\":3}";
                });
    }

    private List<String> lines(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
