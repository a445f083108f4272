package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTablesSqliteTest extends JdbcTablesTest {
    @TempDir
    Path directory;

    @Override
    TableTestDatabase open() throws Exception {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("t.db"));
        connection.setAutoCommit(false);
        return new TableTestDatabase(connection, connection);
    }

    @Override
    Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Test
    void storesIntegersAndExactDoublesAsNumbersAndAllElseAsText() throws Exception {
        upsert(row(
                "1",
                "{\"a\":9223372036854775807,\"b\":1.5,\"c\":1.10,\"d\":true,\"e\":\"007\",\"f\":{\"x\":1},"
                        + "\"g\":9223372036854775808,\"h\":1e400}"));

        assertThat(db.rows(
                        "SELECT typeof(a), typeof(b), typeof(c), typeof(d), typeof(e), typeof(f), typeof(g), typeof(h)"
                                + " FROM t"))
                .containsExactly("integer|real|text|integer|text|text|real|text");
        assertThat(db.rows("SELECT c, d, e, f, h FROM t")).containsExactly("1.10|1|007|{\"x\":1}|1E+400");
        assertThat(db.rows("SELECT type FROM pragma_table_info('t')"))
                .containsExactly(
                        "TEXT", "TEXT", "TEXT", "INTEGER", "REAL", "TEXT", "BOOLEAN", "TEXT", "TEXT", "REAL", "TEXT");
        assertThat(value("_loaded_at", "1")).isEqualTo("2026-01-02T03:04:05.060Z");
    }

    @Test
    void keepsNulCharacters() throws Exception {
        upsert(row("1", "{\"a\":\"x\\u0000y\",\"b\\u0000c\":1}"));

        assertThat(value("a", "1")).isEqualTo("x\0y");
        assertThat(value("_more", "1")).isEqualTo("{\"b\\u0000c\":1}");
    }

    @Test
    void keepsTextThatLooksLikeANumberInAColumnOfUnknownType() throws Exception {
        db.execute("CREATE TABLE t (a, b DECIMAL(10,2), c DATETIME)");
        upsert(row("1", "{\"a\":\"007\",\"b\":2.5,\"c\":\"2026-01-01T00:00:00Z\"}"));

        assertThat(db.rows("SELECT a, typeof(a), b, c FROM t")).containsExactly("007|text|2.5|2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> upsert(row("2", "{\"b\":\"1.10\"}"))).hasMessageContaining("column b");
    }

    @Test
    void findsTheTableWhateverTheCaseOfItsName() throws Exception {
        write("Orders", Tables.Mode.UPSERT, List.of(row("1", "{\"a\":1}")));
        write("orders", Tables.Mode.UPSERT, List.of(row("1", "{\"a\":2}")));

        assertThat(db.rows("SELECT a FROM orders")).containsExactly("2");
    }

    @Test
    void refusesASchema() {
        assertThatThrownBy(() -> tables.check(new Tables.Target("main.t", Tables.Mode.UPSERT)))
                .hasMessageContaining("SQLite has no schemas");
        assertThatThrownBy(() -> tables.check(new Tables.Target("sqlite_x", Tables.Mode.UPSERT)))
                .hasMessageContaining("reserved");
    }

    @Test
    void leavesAUsersIntegerKeyAlone() throws Exception {
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, twice TEXT GENERATED ALWAYS AS (a || a))");
        upsert(row("x", "{\"a\":\"1\",\"twice\":\"no\"}"));
        upsert(row("x", "{\"a\":\"2\"}"));

        assertThat(db.rows("SELECT id, a, twice FROM t")).containsExactly("1|2|22");
    }
}
