package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.testing.ChildProcess;

/**
 * One response of a gigabyte ({@code -Dbench.megabytes}) with {@code -Xmx128m}, to nowhere and to a file, each
 * beside a hand-written loop that streams it. Prints seconds, ratios and the peak of the resident memory.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class LargePageBench {
    private static final int MEGABYTES = Integer.getInteger("bench.megabytes", 1024);
    private static final String HEAP = System.getProperty("bench.heap", "128m");

    @TempDir
    static Path directory;

    private static ChildProcess server;
    private static String origin;

    @BeforeAll
    static void startServer() {
        server = ChildProcess.of(LargePageServer.class, directory).start();
        origin = "http://127.0.0.1:"
                + server.awaitOut(line -> line.startsWith("LISTENING ")).split(" ")[1];
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonl", "csv"})
    void oneGigabyte(String format) throws Exception {
        for (boolean toFile : new boolean[] {false, true}) {
            Path fresh = Files.createDirectories(directory.resolve(format + toFile));
            double loop = loop(format, fresh.resolve("loop.jsonl"), toFile);
            Files.deleteIfExists(fresh.resolve("loop.jsonl"));
            LargePagePull pull = LargePagePull.run(fresh, origin, format, MEGABYTES, HEAP, toFile);
            Files.deleteIfExists(fresh.resolve("out.jsonl"));
            System.out.printf(
                    "%-5s %,5d MB to %-10s loop %6.1f s  pull %6.1f s (%.2f of its speed)  -Xmx%s, %d MB resident%n",
                    format,
                    MEGABYTES,
                    toFile ? "jsonl-sink" : "nowhere",
                    loop,
                    pull.seconds(),
                    loop / pull.seconds(),
                    HEAP,
                    pull.megabytesResident());
        }
    }

    /** What a programmer would write: a parser on the stream, a record at a time, no checks and no state. */
    private static double loop(String format, Path file, boolean toFile) throws Exception {
        long start = System.nanoTime();
        ObjectMapper mapper = new ObjectMapper();
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/" + format + "/" + MEGABYTES))
                .build();
        long count = 0;
        try (InputStream in = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                OutputStream out = toFile
                        ? new BufferedOutputStream(Files.newOutputStream(file), 65_536)
                        : OutputStream.nullOutputStream();
                MappingIterator<JsonNode> records = records(format, in, mapper)) {
            while (records.hasNext()) {
                JsonNode record = records.next();
                count++;
                if (toFile) {
                    out.write(mapper.writeValueAsBytes(record));
                    out.write('\n');
                }
            }
        }
        assertThat(count).isEqualTo((long) MEGABYTES * LargePageServer.RECORDS);
        return (System.nanoTime() - start) / 1e9;
    }

    private static MappingIterator<JsonNode> records(String format, InputStream in, ObjectMapper mapper)
            throws Exception {
        if (format.equals("csv")) {
            return new CsvMapper()
                    .readerFor(JsonNode.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .readValues(in);
        }
        JsonParser parser = mapper.getFactory().createParser(in);
        if (format.equals("json")) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                continue;
            }
            // else the array is the one value to be read
            parser.clearCurrentToken();
        }
        return mapper.readerFor(JsonNode.class).readValues(parser);
    }
}
