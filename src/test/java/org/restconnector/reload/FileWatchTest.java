package org.restconnector.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.restconnector.inspect.RouteFileSearch.Found;
import org.restconnector.inspect.RouteSource;

class FileWatchTest {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private List<Found> files = List.of(file("a", "one"));
    private long nanos;
    private final FileWatch watch = new FileWatch(files, () -> files, () -> nanos, QUIET);

    private static Found file(String name, String text) {
        return new Found(new RouteSource(name, text), Optional.empty());
    }

    private Optional<List<Found>> after(Duration time) {
        nanos += time.toNanos();
        return watch.changed();
    }

    @Test
    void saysNothingOfFilesThatAreAsTheyWere() {
        assertThat(after(QUIET)).isEmpty();
        assertThat(after(QUIET)).isEmpty();
    }

    @Test
    void waitsUntilNobodyWrites() {
        files = List.of(file("a", "tw"));
        assertThat(after(QUIET)).isEmpty();
        files = List.of(file("a", "two"));
        assertThat(after(QUIET)).isEmpty();
        assertThat(after(Duration.ofMillis(900))).isEmpty();
        assertThat(after(Duration.ofMillis(100))).contains(files);
        assertThat(after(QUIET)).isEmpty();
    }

    @Test
    void doesNotSeeAFileThatIsGoneForAMoment() {
        List<Found> before = files;
        files = List.of();
        assertThat(after(QUIET)).isEmpty();
        files = before;
        assertThat(after(Duration.ofMillis(100))).isEmpty();
        assertThat(after(QUIET)).isEmpty();
    }

    @Test
    void seesAddedAndRemovedFiles() {
        files = List.of(file("b", "two"));
        assertThat(after(Duration.ZERO)).isEmpty();
        assertThat(after(QUIET)).contains(files);
    }
}
