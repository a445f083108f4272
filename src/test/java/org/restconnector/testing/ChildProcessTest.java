package org.restconnector.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final int SIGKILL = 128 + 9;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    /** Tells what it was given, hits a fault point twice, and leaves a file when it ends in order. */
    public static final class Child {
        public static void main(String[] arguments) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write("ended")));
            System.out.println(arguments[0] + System.getProperty("key") + System.getenv("NAME"));
            PausingFaultHook hook = new PausingFaultHook();
            hook.at("point");
            hook.at("point");
            System.exit(3);
        }

        private static void write(String file) {
            try {
                Files.writeString(Path.of(file), "");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void tellsOutputAndExitCode() {
        try (ChildProcess child = launch().start("a")) {
            assertThat(child.exitCode()).isEqualTo(3);
            assertThat(child.out()).containsExactly("abc");
            assertThat(child.err()).isEmpty();
            assertThat(directory.resolve("ended")).exists();
        }
    }

    @Test
    void tellsEveryFaultPoint() {
        try (ChildProcess child =
                launch().property(PausingFaultHook.PRINT, "true").start("a")) {
            assertThat(child.exitCode()).isEqualTo(3);
            assertThat(child.err()).containsExactly("FAULT point 1", "FAULT point 2");
        }
    }

    @Test
    void killingAtAFaultPointRunsNoShutdownHook() {
        try (ChildProcess child =
                launch().property(PausingFaultHook.PAUSE_AT, "point:2").start("a")) {
            assertThat(child.awaitErr("FAULT point 2"::equals)).isNotEmpty();
            assertThat(child.alive()).isTrue();
            child.kill9();
            assertThat(child.exitCode()).isEqualTo(SIGKILL);
            assertThat(directory.resolve("ended")).doesNotExist();
        }
    }

    @Test
    void terminatingRunsShutdownHooks() {
        try (ChildProcess child =
                launch().property(PausingFaultHook.PAUSE_AT, "point:1").start("a")) {
            child.awaitErr("FAULT point 1"::equals);
            assertThat(child.terminate()).isEqualTo(SIGTERM);
            assertThat(directory.resolve("ended")).exists();
        }
    }

    @Test
    void aLineThatNeverComesIsToldWithTheOutput() {
        try (ChildProcess child = launch().start("a")) {
            assertThatThrownBy(() -> child.awaitOut("nothing"::equals)).hasMessageContaining("abc");
        }
    }

    private ChildProcess.Launch launch() {
        return ChildProcess.of(Child.class, directory).property("key", "b").env("NAME", "c");
    }
}
