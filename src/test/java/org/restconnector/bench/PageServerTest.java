package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.Json;
import org.restconnector.testing.ChildProcess;

class PageServerTest {
    @ParameterizedTest
    @ValueSource(ints = {200, 2000})
    void recordsHaveTheirSize(int bytes) throws Exception {
        String response = new String(new PageTemplate(3, bytes).render(2, 3), StandardCharsets.US_ASCII);
        Map<?, ?> page = (Map<?, ?>) Json.read(response.substring(response.indexOf("\r\n\r\n") + 4));
        assertThat(page.get("next")).isNull();
        for (Object record : (List<?>) page.get("data")) {
            assertThat(Json.write(record)).hasSize(bytes);
        }
    }

    @Test
    void theHandWrittenLoopReadsEveryRecordOnce(@TempDir Path directory) throws Exception {
        try (ChildProcess server = ChildProcess.of(PageServer.class, directory).start()) {
            String port = server.awaitOut(line -> line.startsWith("LISTENING ")).split(" ")[1];
            String url = "http://127.0.0.1:" + port + "/5/1000/200";
            HandWrittenLoop loop = new HandWrittenLoop();
            Set<Long> ids = new LinkedHashSet<>();
            assertThat(loop.run(url, record -> ids.add(record.get("id").asLong())))
                    .isEqualTo(5000);
            assertThat(ids).hasSize(5000);
            try (HandWrittenLoop.Destination file = loop.file(directory.resolve("out"));
                    HandWrittenLoop.Destination table = loop.table(directory.resolve("db"))) {
                assertThat(loop.run(url, file)).isEqualTo(5000);
                assertThat(loop.run(url, table)).isEqualTo(5000);
            }
            assertThat(directory.resolve("out")).hasSize(5000 * 201);
        }
    }
}
