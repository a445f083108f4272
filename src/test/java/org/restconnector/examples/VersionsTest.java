package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries whose older versions have known weaknesses: SECURITY.md names these. */
class VersionsTest {
    @ParameterizedTest
    @CsvSource({
        "io.netty.handler.codec.http.HttpObjectDecoder, 4.1.138",
        "io.netty.handler.codec.http2.Http2Connection, 4.1.138",
        "io.vertx.core.Vertx, 4.5.27",
        "com.fasterxml.jackson.core.JsonParser, 2.21.6",
        "com.fasterxml.jackson.databind.ObjectMapper, 2.21.6",
        "org.apache.logging.log4j.core.LoggerContext, 2.25.4",
        "org.postgresql.Driver, 42.7.11",
        "net.minidev.json.parser.JSONParser, 2.5.2",
    })
    void noLibraryIsOlderThanTheFirstWithoutKnownWeaknesses(String type, String least) throws Exception {
        assertThat(compare(version(type), least)).as(version(type)).isNotNegative();
    }

    @Test
    void httpClientIsOfTheLineThatThisCamelUnpacksOnceWith() throws Exception {
        assertThat(version("org.apache.hc.client5.http.impl.classic.HttpClientBuilder"))
                .startsWith("5.5.");
    }

    @Test
    void sqliteIsNewerThanTheFaultInItsWriteAheadLog() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                ResultSet row = connection.createStatement().executeQuery("select sqlite_version()")) {
            assertThat(compare(row.getString(1), "3.51.3")).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository",
                "org.apache.camel.component.hazelcast.HazelcastDefaultComponent",
                "org.apache.camel.component.netty.NettyComponent",
            })
    void whatReadsSerializedObjectsIsNotThere(String type) {
        assertThat(VersionsTest.class.getClassLoader().getResource(type.replace('.', '/') + ".class"))
                .isNull();
    }

    /** As the jar's name says it: {@code netty-codec-http-4.1.140.Final.jar}. */
    private static String version(String type) throws Exception {
        Path jar = Path.of(Class.forName(type)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return jar.getFileName().toString().replaceFirst("^.*?-(?=\\d+\\.)", "").replaceFirst("\\.jar$", "");
    }

    private static List<Integer> parts(String version) {
        return Stream.of(version.split("\\."))
                .filter(part -> part.matches("\\d+"))
                .map(Integer::valueOf)
                .toList();
    }

    private static int compare(String version, String least) {
        List<Integer> one = parts(version);
        List<Integer> other = parts(least);
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int difference = (i < one.size() ? one.get(i) : 0) - (i < other.size() ? other.get(i) : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
