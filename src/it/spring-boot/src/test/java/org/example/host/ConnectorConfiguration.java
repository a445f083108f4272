package org.example.host;

import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.sqlite.SQLiteDataSource;

/** What the host adds for the connector: a pull in Java, and a database of its own for the connector's store. */
@TestConfiguration
class ConnectorConfiguration {
    @Bean
    RouteBuilder orders(@Value("${orders.url}") String url) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                templatedRoute("rest-pull")
                        .parameter("name", "orders-in-java")
                        .parameter("url", url + "?status=open&limit=2")
                        .parameter("records", "$.data[?(@.id > 2 && @.total)]")
                        .parameter("pagination", "cursor")
                        .parameter("cursor", "$.paging.next")
                        .parameter("cursorParam", "after")
                        .parameter("to", "kamelet:jsonl-sink?file={{orders.file}}");
            }
        };
    }

    /** Not the host's own: that one is still found where the application asks for a {@code DataSource}. */
    @Bean(defaultCandidate = false)
    DataSource connectorDataSource(@Value("${store.file}") String file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        return database;
    }
}
