package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.restconnector.json.Json;

/** What holds for the tables of every database. */
abstract class JdbcTablesTest {
    static final long NOW = Instant.parse("2026-01-02T03:04:05.060Z").toEpochMilli();

    TableTestDatabase db;
    Connection connection;
    Tables tables;

    abstract TableTestDatabase open() throws Exception;

    abstract Dialect dialect();

    @BeforeEach
    void openDatabase() throws Exception {
        db = open();
        connection = db.connection();
        tables = new JdbcTables(dialect());
    }

    @AfterEach
    void closeDatabase() throws Exception {
        db.close();
    }

    static Tables.Row row(String id, String json) {
        try {
            return new Tables.Row(record(json), id, Optional.of("run-1"));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> record(String json) throws java.io.IOException {
        return (Map<String, Object>) Json.read(json);
    }

    void upsert(Tables.Row... rows) throws Exception {
        write("t", Tables.Mode.UPSERT, List.of(rows));
    }

    void append(Tables.Row... rows) throws Exception {
        write("t", Tables.Mode.APPEND, List.of(rows));
    }

    void write(String table, Tables.Mode mode, List<Tables.Row> rows) throws Exception {
        rows.forEach(tables::check);
        tables.write(new Transaction(connection, NOW), new Tables.Target(table, mode), rows);
        connection.commit();
    }

    Object value(String field, String id) throws Exception {
        return db.value("SELECT " + TableName.quote(field) + " FROM t WHERE _record_id = '" + id + "'");
    }

    @Test
    void rowsThatNoneOfTheRunsWroteAreDeleted() throws Exception {
        Tables.Target target = new Tables.Target("t", Tables.Mode.REPLACE);
        tables.deleteOthers(new Transaction(connection, NOW), target, List.of("run-1"));
        connection.commit();
        write(
                "t",
                Tables.Mode.REPLACE,
                List.of(
                        new Tables.Row(record("{\"a\":1}"), "1", Optional.of("run-0")),
                        new Tables.Row(record("{\"a\":2}"), "2", Optional.empty()),
                        row("3", "{\"a\":3}"),
                        new Tables.Row(record("{\"a\":4}"), "4", Optional.of("run-2"))));
        tables.deleteOthers(new Transaction(connection, NOW), target, List.of("run-1", "run-2"));
        connection.commit();
        assertThat(value("a", "3")).isNotNull();
        assertThat(value("a", "4")).isNotNull();
        assertThat(db.value("SELECT count(*) FROM t")).asString().isEqualTo("2");
    }

    @Test
    void makesAColumnForEachField() throws Exception {
        upsert(row("1", "{\"id\":1,\"name\":\"Ann\",\"paid\":true,\"tags\":[\"a\",{\"b\":null}],\"none\":null}"));

        assertThat(db.columns("t"))
                .containsExactly("_record_id", "_run_id", "_loaded_at", "id", "name", "paid", "tags");
        assertThat(value("id", "1")).isIn(1L, 1);
        assertThat(value("name", "1")).isEqualTo("Ann");
        assertThat(value("_run_id", "1")).isEqualTo("run-1");
        assertThat(Json.read(value("tags", "1").toString())).isEqualTo(Json.read("[\"a\",{\"b\":null}]"));
    }

    @Test
    void widensAsFieldsAppearAndReplacesRowsWhole() throws Exception {
        upsert(row("1", "{\"a\":1,\"b\":2}"), row("2", "{\"a\":3}"));
        upsert(row("1", "{\"a\":10,\"c\":\"x\"}"));

        assertThat(db.columns("t")).containsExactly("_record_id", "_run_id", "_loaded_at", "a", "b", "c");
        assertThat(db.rows("SELECT a, b, c FROM t ORDER BY _record_id")).containsExactly("10|null|x", "3|null|null");
    }

    @Test
    void keepsTheLastOfEqualKeysInOnePage() throws Exception {
        upsert(row("1", "{\"a\":1}"), row("2", "{\"a\":2}"), row("1", "{\"a\":3}"));

        assertThat(db.rows("SELECT _record_id, a FROM t ORDER BY 1")).containsExactly("1|3", "2|2");
    }

    @Test
    void appendsEveryRow() throws Exception {
        append(row("1", "{\"a\":1}"), row("1", "{\"a\":2}"));
        append(row("1", "{\"a\":3}"));

        assertThat(db.rows("SELECT a FROM t ORDER BY a")).containsExactly("1", "2", "3");
    }

    @Test
    void upsertsIntoATableThatWasAppendedTo() throws Exception {
        append(row("1", "{\"a\":1}"), row("2", "{\"a\":2}"));
        upsert(row("1", "{\"a\":5}"));

        assertThat(db.rows("SELECT a FROM t ORDER BY a")).containsExactly("2", "5");
    }

    @Test
    void keepsEveryNumberExact() throws Exception {
        List<String> numbers = List.of(
                "1.10",
                "0.1",
                "1.5",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "1e400",
                "170141183460469231731687303715884105727",
                "0.1000000000000000055511151231257827021181583404541015625",
                "9007199254740993",
                "1E-400",
                "0",
                "-0.0",
                "123456789012345678901234567890.123456789");
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            record.put("n" + i, Json.read(numbers.get(i)));
        }
        write("t", Tables.Mode.UPSERT, List.of(new Tables.Row(record, "1", Optional.empty())));

        for (int i = 0; i < numbers.size(); i++) {
            assertThat(exact(value("n" + i, "1"))).as(numbers.get(i)).isEqualByComparingTo(numbers.get(i));
        }
        assertThat(value("_run_id", "1")).isNull();
    }

    @Test
    void keepsEveryNumberExactWhateverCameBeforeInTheColumn() throws Exception {
        List<String> numbers = List.of(
                "10",
                "2.5",
                "9007199254740993",
                "0.1",
                "1e400",
                "1.10",
                "0.1000000000000000055511151231257827021181583404541015625");
        for (int first = 0; first < numbers.size(); first++) {
            for (int second = 0; second < numbers.size(); second++) {
                for (boolean together : new boolean[] {true, false}) {
                    db.execute("DROP TABLE IF EXISTS t");
                    Tables.Row one = row("1", "{\"n\":" + numbers.get(first) + "}");
                    Tables.Row two = row("2", "{\"n\":" + numbers.get(second) + "}");
                    if (together) {
                        upsert(one, two);
                    } else {
                        upsert(one);
                        upsert(two);
                    }
                    String pair = numbers.get(first) + " then " + numbers.get(second);
                    assertThat(exact(value("n", "1"))).as(pair).isEqualByComparingTo(numbers.get(first));
                    assertThat(exact(value("n", "2"))).as(pair).isEqualByComparingTo(numbers.get(second));
                }
            }
        }
    }

    private static BigDecimal exact(Object value) {
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(value.toString());
    }

    @Test
    void turnsAColumnToTextWhereTheTypeChanges() throws Exception {
        upsert(row("1", "{\"a\":7,\"b\":true,\"c\":\"007\",\"d\":{\"x\":1.10},\"e\":2.5,\"f\":false}"));
        upsert(row("2", "{\"a\":\"007\",\"b\":0,\"c\":8,\"d\":\"1e5\",\"e\":\"1.10\",\"f\":[1]}"));
        upsert(row("3", "{\"a\":9,\"b\":false,\"c\":true,\"d\":[1],\"e\":3.25,\"f\":1}"));

        assertThat(db.rows("SELECT a, b, c, e, f FROM t ORDER BY _record_id"))
                .containsExactly("7|true|007|2.5|false", "007|0|8|1.10|[1]", "9|false|true|3.25|1");
        assertThat(value("d", "2")).isEqualTo("1e5");
        assertThat(value("d", "1").toString().replace(" ", "")).isEqualTo("{\"x\":1.10}");
        assertThat(value("d", "3")).isEqualTo("[1]");
    }

    @Test
    void turnsAColumnToTextWithinOnePage() throws Exception {
        upsert(row("1", "{\"a\":1}"), row("2", "{\"a\":\"x\"}"), row("3", "{\"a\":true}"));

        assertThat(db.rows("SELECT a FROM t ORDER BY _record_id")).containsExactly("1", "x", "true");
    }

    @Test
    void keepsAnIndexOnAColumnWhoseTypeChanges() throws Exception {
        upsert(row("1", "{\"a\":1,\"b\":1}"));
        db.execute("CREATE INDEX by_a ON t (a, b)");
        upsert(row("2", "{\"a\":\"x\",\"b\":1}"));

        assertThat(db.indexes("t")).contains("by_a");
        assertThat(db.rows("SELECT a FROM t ORDER BY _record_id")).containsExactly("1", "x");
    }

    @Test
    void saysWhyAColumnThatAViewUsesCannotChange() throws Exception {
        upsert(row("1", "{\"a\":1}"));
        db.execute("CREATE VIEW v AS SELECT a FROM t");

        assertThatThrownBy(() -> upsert(row("2", "{\"a\":\"x\"}")))
                .hasMessageContaining("table t")
                .hasMessageContaining("v");
        connection.rollback();
        assertThat(db.rows("SELECT a FROM v")).containsExactly("1");
        db.execute("DROP VIEW v");
    }

    @Test
    void putsWhatHasNoColumnIntoMore() throws Exception {
        String tooLong = "ä".repeat(32);
        upsert(row(
                "1",
                "{\"Name\":\"A\",\"name\":\"b\",\"NAME\":1.10,\"\":2,\"_RECORD_ID\":\"x\",\"_more\":{\"y\":null},\"_own\":3,"
                        + "\"" + tooLong + "\":170141183460469231731687303715884105727}"));
        upsert(row("2", "{\"name\":\"c\"}"), row("3", "{\"Name\":\"D\"}"));

        assertThat(db.columns("t"))
                .containsExactlyInAnyOrder("_record_id", "_run_id", "_loaded_at", "_more", "Name", "_own");
        assertThat(Json.read(value("_more", "1").toString()))
                .isEqualTo(Json.read(
                        "{\"name\":\"b\",\"NAME\":1.10,\"\":2," + "\"_RECORD_ID\":\"x\",\"_more\":{\"y\":null},\""
                                + tooLong + "\":170141183460469231731687303715884105727}"));
        assertThat(value("Name", "2")).isNull();
        assertThat(Json.read(value("_more", "2").toString())).isEqualTo(Map.of("name", "c"));
        assertThat(value("_more", "3")).isNull();
    }

    @Test
    void emptiesMoreWhereTheRecordNoLongerNeedsIt() throws Exception {
        upsert(row("1", "{\"a\":1,\"A\":2}"));
        upsert(row("1", "{\"a\":1}"));

        assertThat(value("_more", "1")).isNull();
    }

    @Test
    void holdsRecordsOfSixHundredFields() throws Exception {
        for (String value :
                List.of("\"v\"", "12.25", "\"a text that is far longer than a pointer to it would be\"", "true")) {
            db.execute("DROP TABLE IF EXISTS t");
            StringBuilder json = new StringBuilder("{\"f0\":").append(value);
            IntStream.range(1, 600)
                    .forEach(i -> json.append(",\"f").append(i).append("\":").append(value));
            Tables.Row wide = row("1", json.append("}").toString());
            upsert(wide);
            upsert(wide);

            assertThat(wholeRecord("1").keySet()).isEqualTo(wide.record().keySet());
            assertThat(db.columns("t").size()).isLessThanOrEqualTo(504);
        }
    }

    private Map<String, Object> wholeRecord(String id) throws Exception {
        Map<String, Object> found =
                new LinkedHashMap<>(record(value("_more", id).toString()));
        for (String column : db.columns("t")) {
            Object value = value(column, id);
            if (value != null && !column.startsWith("_")) {
                found.put(column, value);
            }
        }
        Map<String, Object> ordered = new LinkedHashMap<>();
        found.keySet().stream()
                .sorted((a, b) -> Integer.compare(Integer.parseInt(a.substring(1)), Integer.parseInt(b.substring(1))))
                .forEach(name -> ordered.put(name, found.get(name)));
        return ordered;
    }

    @Test
    void limitsColumnsToFiveHundredOverManyPages() throws Exception {
        for (int page = 0; page < 6; page++) {
            StringBuilder json = new StringBuilder("{\"x\":1");
            for (int i = 0; i < 100; i++) {
                json.append(",\"p").append(page).append("_").append(i).append("\":1");
            }
            upsert(row("" + page, json.append("}").toString()));
        }

        assertThat(db.columns("t")).hasSize(504);
        assertThat(record(value("_more", "5").toString())).hasSize(100);
        assertThat(record(value("_more", "4").toString())).hasSize(1);
    }

    @Test
    void quotesEveryName() throws Exception {
        String table = "o'rd\"ers\"; DROP TABLE t; --";
        String field = "a\"b'?{c} d;--$1";
        upsert(row("1", "{\"a\":1}"));
        write(table, Tables.Mode.UPSERT, List.of(new Tables.Row(Map.of(field, 1), "it's", Optional.empty())));
        write(table, Tables.Mode.UPSERT, List.of(new Tables.Row(Map.of(field, "x"), "2", Optional.empty())));

        assertThat(db.rows("SELECT " + TableName.quote(field) + " FROM " + TableName.quote(table)
                        + " ORDER BY _record_id"))
                .containsExactly("x", "1");
        assertThat(db.rows("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void takesFieldsWithNamesOfSystemColumns() throws Exception {
        upsert(row("1", "{\"oid\":1,\"rowid\":2,\"xmin\":3,\"ctid\":\"x\",\"select\":5,\"n\":1.5}"));
        upsert(row("2", "{\"oid\":\"a\",\"rowid\":\"b\",\"xmin\":\"c\",\"n\":\"x\"}"));

        assertThat(db.rows("SELECT \"oid\", \"rowid\", \"select\", n FROM t ORDER BY _record_id"))
                .containsExactly("1|2|5|1.5", "a|b|null|x");
    }

    @Test
    void refusesReservedAndImpossibleTableNames() {
        for (String name :
                List.of("connector_runs", "CONNECTOR_x", "", " ", "x".repeat(64), "a\0b", "a.b.c", "\ud800")) {
            assertThatThrownBy(() -> tables.check(new Tables.Target(name, Tables.Mode.UPSERT)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("table name");
        }
        tables.check(new Tables.Target("Bestellungen 2026 ä", Tables.Mode.UPSERT));
    }

    @Test
    void refusesHalfASurrogatePairWithTheFieldsName() {
        for (String json : List.of("{\"a\":{\"b\":[\"x\\ud800\"]}}", "{\"a\":\"\\udc00x\"}")) {
            assertThatThrownBy(() -> tables.check(row("1", json)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("field 'a'")
                    .hasMessageContaining("surrogate");
        }
        tables.check(row("1", "{\"a\":\"\\ud83d\\ude00\"}"));
    }

    @Test
    void leavesNoTraceAfterARollback() throws Exception {
        tables.write(
                new Transaction(connection, NOW),
                new Tables.Target("t", Tables.Mode.UPSERT),
                List.of(row("1", "{\"a\":1}")));
        connection.rollback();
        assertThat(db.columns("t")).isEmpty();

        upsert(row("1", "{\"a\":1}"));
        tables.write(
                new Transaction(connection, NOW),
                new Tables.Target("t", Tables.Mode.UPSERT),
                List.of(row("1", "{\"a\":\"x\",\"b\":1}")));
        connection.rollback();
        upsert(row("2", "{\"a\":2,\"b\":\"text\"}"));

        assertThat(db.rows("SELECT a, b FROM t ORDER BY _record_id")).containsExactly("1|null", "2|text");
    }

    @Test
    void seesWhatOthersDidToTheTable() throws Exception {
        upsert(row("1", "{\"a\":1,\"b\":2}"));
        db.execute("ALTER TABLE t DROP COLUMN b");
        upsert(row("2", "{\"a\":1,\"b\":3}"));

        assertThat(db.rows("SELECT b FROM t ORDER BY _record_id")).containsExactly("null", "3");
    }

    @Test
    void keepsDefaultsOfATableThatAUserMade() throws Exception {
        db.execute("CREATE TABLE t (note VARCHAR(20) DEFAULT 'mine', a BIGINT NOT NULL)");
        upsert(row("1", "{\"a\":1}"));
        db.execute("UPDATE t SET note = 'changed'");
        upsert(row("1", "{\"a\":2,\"b\":1}"));

        assertThat(db.rows("SELECT note, a, b FROM t")).containsExactly("changed|2|1");
    }

    @Test
    void refusesWhatAUsersColumnCannotHold() throws Exception {
        db.execute("CREATE TABLE t (a INTEGER, d NUMERIC(10,2))");
        upsert(row("1", "{\"a\":1,\"d\":1}"));

        assertThatThrownBy(() -> upsert(row("2", "{\"a\":\"x\"}")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("table t, column a")
                .hasMessageContainingAll("table-sink", "(string)");
        connection.rollback();
        assertThatThrownBy(() -> upsert(row("2", "{\"d\":1.001}"))).hasMessageContaining("column d");
        connection.rollback();
        assertThat(db.rows("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void writesManyRowsAtOnce() throws Exception {
        List<Tables.Row> rows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(row(
                    "" + i,
                    "{\"id\":" + i + ",\"name\":\"name " + i + "\",\"mail\":\"n" + i + "@example.com\",\"total\":" + i
                            + ".25,\"paid\":true,\"tags\":[1,2],\"at\":\"2026-01-01T00:00:00Z\",\"note\":null}"));
        }
        long start = System.nanoTime();
        for (int page = 0; page < 50; page++) {
            write("t", Tables.Mode.UPSERT, rows.subList(page * 1000, page * 1000 + 1000));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.0f rows/s%n", dialect(), 50_000 / seconds);
        assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("50000");
    }

    @Test
    void takesIntegersOfEveryKind() throws Exception {
        write(
                "t",
                Tables.Mode.UPSERT,
                List.of(new Tables.Row(Map.of("a", BigInteger.valueOf(5), "b", 5L, "c", 5), "1", Optional.empty())));

        assertThat(db.rows("SELECT a, b, c FROM t")).containsExactly("5|5|5");
    }

    @Test
    void namesTheTableWhereTheDatabaseRefuses() throws Exception {
        db.execute("CREATE TABLE t (a INTEGER CHECK (a > 5))");

        assertThatThrownBy(() -> upsert(row("1", "{\"a\":1,\"b\":\"secret\"}")))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("table t: ")
                .hasCauseInstanceOf(SQLException.class)
                .hasMessageNotContaining("secret");
        connection.rollback();
    }
}
