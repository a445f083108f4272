package org.restconnector.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.restconnector.Main;

/** The command {@code authorize} while it waits, and the person in front of it. */
public final class Authorizing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final CompletableFuture<Integer> exitCode;
    private final HttpClient client = HttpClient.newHttpClient();

    private Authorizing(Workspace workspace, String... arguments) {
        InputStream in = connected(keyboard);
        List<String> command = new ArrayList<>(List.of("authorize"));
        command.addAll(List.of(arguments));
        exitCode = CompletableFuture.supplyAsync(() ->
                Main.execute(workspace.directory(), in, printer(out), printer(err), command.toArray(String[]::new)));
    }

    /** Starts the command, and returns as soon as it has printed its URL. */
    public static Authorizing start(Workspace workspace, String... arguments) {
        Authorizing started = new Authorizing(workspace, arguments);
        await().atMost(PATIENCE).until(() -> started.text(started.out).contains("\n") || started.exitCode.isDone());
        assertThat(started.text(started.out)).as(started.text(started.err)).startsWith("http");
        return started;
    }

    /** What it printed on standard output. */
    public String url() {
        return text(out).strip();
    }

    /** What the person is sent to after allowing or denying; nothing is there yet. */
    public URI decide(ApiServer server, String answer) {
        assertThat(get(URI.create(url())).statusCode()).isEqualTo(200);
        HttpResponse<String> decided = get(AuthorizationServer.decisionAt(server, url(), answer));
        return URI.create(decided.headers().firstValue("Location").orElseThrow());
    }

    public HttpResponse<String> get(URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void paste(String line) throws IOException {
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    public int exitCode() throws Exception {
        return exitCode.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What it said on standard error. */
    public String said() {
        return text(err);
    }

    @Override
    public void close() throws Exception {
        keyboard.close();
        exitCode();
    }

    private String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static InputStream connected(PipedOutputStream keyboard) {
        try {
            return new PipedInputStream(keyboard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
