package org.restconnector.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** What a programmer would write in an afternoon: no retries, no checks, no state. The measure of the product's speed. */
final class HandWrittenLoop {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    /** Where the records of a page go. */
    interface Destination extends AutoCloseable {
        void take(JsonNode record) throws Exception;

        default void endPage() throws Exception {}

        @Override
        default void close() throws Exception {}
    }

    /** @return how many records came */
    long run(String url, Destination destination) throws Exception {
        long count = 0;
        String next = url;
        while (next != null) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(next)).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode page = mapper.readTree(response.body());
            for (JsonNode record : page.get("data")) {
                destination.take(record);
                count++;
            }
            destination.endPage();
            JsonNode cursor = page.get("next");
            next = cursor.isNull() ? null : url + "?after=" + cursor.asText();
        }
        return count;
    }

    /** Drops the records. */
    Destination nowhere() {
        return record -> {};
    }

    /** Appends to a file that is on disk after each page. */
    Destination file(Path file) throws Exception {
        FileOutputStream raw = new FileOutputStream(file.toFile(), true);
        OutputStream out = new BufferedOutputStream(raw, 65_536);
        return new Destination() {
            @Override
            public void take(JsonNode record) throws Exception {
                out.write(mapper.writeValueAsBytes(record));
                out.write('\n');
            }

            @Override
            public void endPage() throws Exception {
                out.flush();
                raw.getChannel().force(false);
            }

            @Override
            public void close() throws Exception {
                out.close();
            }
        };
    }

    /** Inserts into a table of known columns, in a durable transaction a page. */
    Destination table(Path file) throws Exception {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, active INTEGER, amount REAL,"
                    + " count INTEGER, parent TEXT, tags TEXT, address TEXT, note TEXT)");
        }
        connection.setAutoCommit(false);
        PreparedStatement insert = connection.prepareStatement("INSERT INTO items VALUES (?,?,?,?,?,?,?,?,?)"
                + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, amount = excluded.amount");
        return new Destination() {
            @Override
            public void take(JsonNode record) throws Exception {
                insert.setLong(1, record.get("id").asLong());
                insert.setString(2, record.get("name").asText());
                insert.setBoolean(3, record.get("active").asBoolean());
                insert.setDouble(4, record.get("amount").asDouble());
                insert.setLong(5, record.get("count").asLong());
                insert.setString(6, null);
                insert.setString(7, record.get("tags").toString());
                insert.setString(8, record.get("address").toString());
                insert.setString(9, record.get("note").asText());
                insert.addBatch();
            }

            @Override
            public void endPage() throws Exception {
                insert.executeBatch();
                connection.commit();
            }

            @Override
            public void close() throws Exception {
                connection.close();
            }
        };
    }
}
