package org.restconnector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlFileTest {
    private static final byte[] LINE = "{\"new\":1}\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private String after(String before) throws IOException {
        Path path = directory.resolve("f.jsonl");
        Files.writeString(path, before);
        new JsonlFile(path).append(List.of(LINE));
        return Files.readString(path);
    }

    @Test
    void cutsOffOnlyTheLastHalfLine() throws IOException {
        assertThat(after("{\"a\":1}\n{\"b")).isEqualTo("{\"a\":1}\n{\"new\":1}\n");
        assertThat(after("{\"b")).isEqualTo("{\"new\":1}\n");
        assertThat(after("{\"a\":1}\n{\"b\":\"" + "x".repeat(50_000))).isEqualTo("{\"a\":1}\n{\"new\":1}\n");
        assertThat(after("{\"a\":1}\n\0\0\0\0")).isEqualTo("{\"a\":1}\n{\"new\":1}\n");
        assertThat(after("")).isEqualTo("{\"new\":1}\n");
        assertThat(after("{\"a\":1}\n")).isEqualTo("{\"a\":1}\n{\"new\":1}\n");
    }

    @Test
    void endsALineThatLacksOnlyItsEnd() throws IOException {
        assertThat(after("{\"a\":1}\n{\"b\":2}")).isEqualTo("{\"a\":1}\n{\"b\":2}\n{\"new\":1}\n");
    }

    @Test
    void leavesAFileAloneThatItDidNotWrite() throws IOException {
        assertThatThrownBy(() -> after("some notes"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("f.jsonl");
        assertThat(Files.readString(directory.resolve("f.jsonl"))).isEqualTo("some notes");
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        assertThatThrownBy(() -> new JsonlFile(Path.of("/proc/self/none.jsonl")).append(List.of(LINE)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/proc/self/none.jsonl");
    }

    @Test
    void sharesTheFileWithOtherProcesses() throws Exception {
        Path path = directory.resolve("shared.jsonl");
        Process other = new ProcessBuilder(List.of("sh", "-c", appender(path)))
                .inheritIO()
                .start();
        Appender.main(path.toString());
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(path)).hasSize(400).allMatch(Appender.TEXT::equals);
    }

    @Test
    void takesBackWhatItCouldNotWriteWhole() throws Exception {
        Path path = directory.resolve("limited.jsonl");
        Process limited =
                new ProcessBuilder(List.of("sh", "-c", "ulimit -f 200; " + appender(path) + " 2>/dev/null")).start();
        assertThat(limited.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(limited.exitValue()).isOne();
        assertThat(Files.readString(path)).endsWith("}\n");
        assertThat(Files.readAllLines(path)).hasSizeBetween(1, 199).allMatch(Appender.TEXT::equals);
    }

    private static String appender(Path path) {
        return "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:-UsePerfData -cp '"
                + System.getProperty("java.class.path") + "' '" + Appender.class.getName() + "' '" + path + "'";
    }

    /** Appends 200 lines of 9,000 bytes. */
    static final class Appender {
        static final String TEXT = "{\"text\":\"" + "x".repeat(8_988) + "\"}";

        public static void main(String... arguments) throws IOException {
            JsonlFile file = new JsonlFile(Path.of(arguments[0]));
            for (int i = 0; i < 200; i++) {
                file.append(List.of((TEXT + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
