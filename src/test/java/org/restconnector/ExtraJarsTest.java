package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

    private void addComponent(String scheme, String type) throws Exception {
        Path jar = Files.createDirectories(directory.resolve("lib")).resolve("shout.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/services/org/apache/camel/component/" + scheme));
            zip.write(("class=" + type + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
