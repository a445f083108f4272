package org.example.host;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.sqlite.SQLiteDataSource;

/** A host that gives the connector a database of its own; not found by the component scan. */
@TestConfiguration
class HostDatabase {
    @Bean
    DataSource connectorDataSource(@Value("${host.database}") String file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        return database;
    }
}
