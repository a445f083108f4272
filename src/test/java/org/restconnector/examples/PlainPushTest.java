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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;

/** The plain flow in {@code routes/examples}: it does what its comment says, and no more. */
class PlainPushTest extends CamelMainTestSupport {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folders;

    private static int tests;

    private ApiServer target;
    private Path folder;

    @AfterEach
    void close() {
        target.close();
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.withRoutesIncludePattern("file:routes/examples/plain-push.camel.yaml");
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        // called by the constructor of the class above
        target = ApiServer.start();
        folder = folders.resolve("test" + tests++);
        Properties properties = new Properties();
        properties.setProperty("plain.target", target.url("/contacts"));
        properties.setProperty("plain.folder", folder.toString());
        properties.setProperty("plain.retries", "1");
        properties.setProperty("plain.retryDelay", "1");
        return properties;
    }

    @Override
    public boolean isUseAdviceWith() {
        return true;
    }

    /** Without the server, which would take a port. */
    private Object post(String body) throws Exception {
        AdviceWith.adviceWith(context, "plain-push-in", advice -> advice.replaceFromWith("direct:plain-push-in"));
        context.start();
        return template.requestBodyAndHeader("direct:plain-push-in", body, "CamelHttpUri", "http://127.0.0.1:1/evil");
    }

    @Test
    void sendsTheRecordsInArraysOfTen() throws Exception {
        target.on("/contacts", Answer.status(200));

        Object answer = post(IntStream.range(0, 12)
                .mapToObj(id -> "{\"id\":" + id + ",\"none\":null}")
                .collect(Collectors.joining(",", "[", "]")));

        assertThat(answer).isEqualTo("accepted");
        await().atMost(PATIENCE).until(() -> target.requests().size() == 2);
        assertThat(target.requests().get(0).text())
                .startsWith("[{\"id\":0,\"none\":null},")
                .endsWith("{\"id\":9,\"none\":null}]");
        assertThat(target.requests().get(1).text()).isEqualTo("[{\"id\":10,\"none\":null},{\"id\":11,\"none\":null}]");
    }

    @Test
    void keepsARefusedBatchAsALineAndLosesTheScaleOfNumbers() throws Exception {
        target.on("/contacts", Answer.status(500));

        post("[{\"id\":1,\"total\":19.90},{\"id\":2}]");

        await().atMost(PATIENCE).until(() -> !lines().isEmpty());
        assertThat(lines()).containsExactly("[{\"id\":1,\"total\":19.9},{\"id\":2}]");
        assertThat(target.requests()).hasSize(2);
    }

    private List<String> lines() {
        Path path = folder.resolve("plain-refused.jsonl");
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
