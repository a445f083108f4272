package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The PostgreSQL that tests use, a schema of its own for each. */
public final class TestPostgres {
    private static final String VARIABLE = "CONNECTOR_TEST_POSTGRES";

    private TestPostgres() {}

    /** The URL of an empty schema; skips the test where there is no PostgreSQL, but not on a build server. */
    public static String freshSchema(String name) {
        String url = url();
        // several JVMs may run tests at once
        String schema = name + System.getProperty("test.fork", "");
        execute(url, "DROP SCHEMA IF EXISTS " + schema + " CASCADE", "CREATE SCHEMA " + schema);
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema + "&ApplicationName=" + schema;
    }

    static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url() {
        Optional<String> url = Optional.ofNullable(System.getProperty(VARIABLE, System.getenv(VARIABLE)))
                .filter(u -> !u.isBlank());
        if ("true".equals(System.getenv("CI"))) {
            assertThat(url).as("environment variable " + VARIABLE).isPresent();
        }
        assumeTrue(url.isPresent(), VARIABLE + " is not set");
        return url.get();
    }
}
