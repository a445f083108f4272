package org.restconnector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.restconnector.http.CodeAnswer;
import org.restconnector.settings.Durations;

/** Waits for one answer of an authorization server, whichever way it comes: by the browser, or pasted. */
final class AuthorizationInput implements AutoCloseable {
    private final InputStream pasted;
    private final CompletableFuture<CodeAnswer> answer = new CompletableFuture<>();
    private Optional<RedirectListener> listener = Optional.empty();

    /** No answer that is one came. */
    static final class NoAnswerException extends Exception {
        NoAnswerException(String message) {
            super(message);
        }
    }

    AuthorizationInput(InputStream pasted) {
        this.pasted = pasted;
    }

    /** Begins to listen where the redirect leads to, if it can be listened to; the URI to send the browser to. */
    URI listen(Redirect redirect) {
        listener = redirect.place().map(place -> RedirectListener.start(place, answer::complete));
        return redirect.uri().orElseGet(() -> listener.orElseThrow().uri());
    }

    Optional<URI> listensTo() {
        return listener.map(RedirectListener::uri);
    }

    CodeAnswer await(Duration patience) throws NoAnswerException, InterruptedException {
        Thread reader = new Thread(this::read, "pasted-answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswerException(
                    "no answer came within " + Durations.text(patience) + " (--timeout waits longer)");
        } catch (ExecutionException e) {
            throw (NoAnswerException) e.getCause();
        }
    }

    private void read() {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(pasted, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    take(line);
                    return;
                }
            }
        } catch (IOException e) {
            // as at its end
        }
        if (listener.isEmpty()) {
            answer.completeExceptionally(new NoAnswerException("standard input ended without an answer"));
        }
    }

    private void take(String line) {
        CodeAnswer.pasted(line)
                .ifPresentOrElse(
                        answer::complete,
                        () -> answer.completeExceptionally(new NoAnswerException(
                                "what was pasted holds no code; it is the address that the browser shows at the end")));
    }

    @Override
    public void close() {
        listener.ifPresent(RedirectListener::close);
    }
}
