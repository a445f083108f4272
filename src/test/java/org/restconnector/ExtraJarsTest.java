package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

class ExtraJarsTest {
    @TempDir
    private Path directory;

    @Test
    void aComponentOfAJarInLibIsThereAndIsMissedWithoutIt() throws Exception {
        try (ApiServer api = ApiServer.start().on("/items", Answer.json("[{\"id\":1}]"))) {
            Workspace workspace = new Workspace(directory)
                    .pull(PullFile.of("items", api.url("/items"))
                            .with("records", "$[*]")
                            .with("to", "shout:items"));

            Once.Outcome without = Once.run(workspace);
            addComponent("shout", "org.apache.camel.component.log.LogComponent");
            Once.Outcome with = Once.run(workspace);

            assertThat(without.exitCode()).isEqualTo(2);
            assertThat(without.err()).anyMatch(line -> line.contains("camel-shout"));
            assertThat(with.result("items").number("delivered")).isEqualTo(1);
        }
    }

    @Test
    void itsClassesAreThoseOfTheJar() throws Exception {
        try (ApiServer api = ApiServer.start().on("/items", Answer.json("[{\"id\":1},{\"id\":2}]"))) {
            Workspace workspace = new Workspace(directory)
                    .pull(PullFile.of("items", api.url("/items"))
                            .with("records", "$[*]")
                            .with("to", "whisper:" + directory.resolve("heard")));

            addCompiledComponent();

            assertThat(Once.run(workspace).result("items").number("delivered")).isEqualTo(2);
            assertThat(directory.resolve("heard")).hasContent("{id=1}{id=2}");
        }
    }

    /** As a component comes to a user: classes that are nowhere else, and the file that names them. */
    private void addCompiledComponent() throws Exception {
        Path source = directory.resolve("Whisper.java");
        Files.writeString(
                source,
                """
                package whisper;

                import java.nio.file.*;
                import java.util.Map;
                import org.apache.camel.*;
                import org.apache.camel.support.*;

                public class Whisper extends DefaultComponent {
                    protected Endpoint createEndpoint(String uri, String file, Map<String, Object> parameters) {
                        return new ProcessorEndpoint(uri, this, exchange -> Files.writeString(
                                Path.of(file), exchange.getMessage().getBody().toString(),
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND));
                    }
                }
                """);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
        assertThat(failed).isZero();
        Path compiled = classes.resolve("whisper/Whisper.class");
        jar(Map.of(
                "META-INF/services/org/apache/camel/component/whisper",
                "class=whisper.Whisper\n".getBytes(StandardCharsets.UTF_8),
                "whisper/Whisper.class",
                Files.readAllBytes(compiled)));
    }

    private void addComponent(String scheme, String type) throws Exception {
        jar(Map.of(
                "META-INF/services/org/apache/camel/component/" + scheme,
                ("class=" + type + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void jar(Map<String, byte[]> entries) throws Exception {
        Path jar = Files.createDirectories(directory.resolve("lib")).resolve("more.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }
}
