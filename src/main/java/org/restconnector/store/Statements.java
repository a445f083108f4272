package org.restconnector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prepared statements of one connection, kept for their next use. Not safe for several threads. */
final class Statements {
    /** SQLite parses a statement as long as it takes to run most of ours. */
    private static final int KEPT = 128;

    private final Connection connection;
    private final int kept;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    private Statements(Connection connection, int kept) {
        this.connection = connection;
        this.kept = kept;
    }

    /** They are closed with the connection. */
    static Statements keeping(Connection connection) {
        return new Statements(connection, KEPT);
    }

    /** For a driver that keeps them by itself, and for connections that are of a pool. */
    static Statements closing(Connection connection) {
        return new Statements(connection, 0);
    }

    Use use(String sql) throws SQLException {
        PreparedStatement found = idle.remove(sql);
        return new Use(sql, found == null ? connection.prepareStatement(sql) : found);
    }

    /** A statement that nobody else uses until this is closed. */
    final class Use implements AutoCloseable {
        private final String sql;
        private final PreparedStatement statement;
        private boolean sound;

        private Use(String sql, PreparedStatement statement) {
            this.sql = sql;
            this.statement = statement;
        }

        PreparedStatement statement() {
            return statement;
        }

        /** It went well: after some errors the driver leaves a statement that cannot be used any more. */
        void keep() {
            sound = true;
        }

        @Override
        public void close() throws SQLException {
            if (kept == 0 || !sound) {
                statement.close();
                return;
            }
            PreparedStatement other = idle.put(sql, statement);
            if (other != null) {
                other.close();
            }
            if (idle.size() > kept) {
                Iterator<PreparedStatement> oldest = idle.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
        }
    }
}
