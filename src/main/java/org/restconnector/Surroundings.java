package org.restconnector;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a command finds around it.
 *
 * @param directory the working directory
 * @param in what people type or paste
 * @param out for results, which programs read
 * @param err for what people read
 */
record Surroundings(Path directory, InputStream in, PrintStream out, PrintStream err) {
    Surroundings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
    }
}
