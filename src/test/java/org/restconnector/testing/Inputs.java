package org.restconnector.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** What a fuzzed method begins with, and all that ever broke it: files that {@code mvn -Pfuzz verify} adds to. */
public final class Inputs {
    private static final Path RESOURCES = Path.of("src/test/resources/org/restconnector");

    private Inputs() {}

    /**
     * Gives each input to a check.
     *
     * @param method {@code push/JobsFuzz/jobs}
     */
    public static void each(String method, Consumer<byte[]> check) {
        List<Path> files = files(RESOURCES.resolve(method.replaceFirst("/([^/]+)$", "Inputs/$1")));
        Assertions.assertThat(files).isNotEmpty();
        for (Path file : files) {
            try {
                check.accept(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(file + ": " + e.getMessage(), e);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
