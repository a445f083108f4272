package org.restconnector.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.restconnector.Main;

/** Runs the product's commands within the test's own process: as a user would, but fast. */
public final class Once {
    private Once() {}

    /** {@code once NAME...}; all pulls where none is named. */
    public static Outcome run(Workspace workspace, String... names) {
        List<String> arguments = new ArrayList<>(List.of("once"));
        arguments.addAll(List.of(names));
        return command(workspace, arguments.toArray(String[]::new));
    }

    /** Any command. */
    public static Outcome command(Workspace workspace, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.execute(workspace.directory(), printer(out), printer(err), arguments);
        return new Outcome(
                exitCode, text(out).lines().toList(), text(err).lines().toList());
    }

    /** What a command left: its exit code, and its lines on standard output and standard error. */
    public record Outcome(int exitCode, List<String> out, List<String> err) {

        /** The results that {@code once} printed, in their order. */
        public List<RunResult> results() {
            return out.stream().map(RunResult::parse).toList();
        }

        /** The one result of this pull. */
        public RunResult result(String pull) {
            List<RunResult> found = results().stream()
                    .filter(result -> result.pull().equals(pull))
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError("one result of " + pull + " expected in " + this);
            }
            return found.get(0);
        }
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
