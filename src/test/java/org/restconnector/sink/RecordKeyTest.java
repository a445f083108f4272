package org.restconnector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.restconnector.json.Json;

class RecordKeyTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @SuppressWarnings("unchecked")
    private List<String> ids(String key, String... records) throws Exception {
        List<Map<String, Object>> maps = new java.util.ArrayList<>();
        for (String record : records) {
            maps.add((Map<String, Object>) Json.read(record));
        }
        return RecordKey.of(key).ids(exchange, maps);
    }

    @Test
    void joinsTheValuesOfItsPrimaryKey() throws Exception {
        assertThat(ids("id", "{\"id\":1}", "{\"id\":\"a|b\"}", "{\"id\":1.10}")).containsExactly("1", "a|b", "1.10");
        assertThat(ids("user.id, $.n", "{\"user\":{\"id\":7},\"n\":true}")).containsExactly("7|true");
    }

    @Test
    void keepsKeysApartWhoseValuesHoldTheSeparator() throws Exception {
        assertThat(ids(
                        "a,b",
                        "{\"a\":\"x|y\",\"b\":\"z\"}",
                        "{\"a\":\"x\",\"b\":\"y|z\"}",
                        "{\"a\":\"x\\\\\",\"b\":\"y|z\"}",
                        "{\"a\":\"x|y\\\\\",\"b\":\"z\"}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesARecordWithoutItsKey() {
        for (String record : List.of("{}", "{\"id\":null}", "{\"id\":{\"x\":1}}", "{\"id\":[1]}")) {
            assertThatThrownBy(() -> ids("id", record))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'id'");
        }
    }

    @Test
    void takesWhatThePullSays() throws Exception {
        exchange.getMessage().setHeader("RecordId", "r1");
        assertThat(ids("", "{\"id\":1}")).containsExactly("r1");
        exchange.getMessage().setHeader("RecordIds", List.of("r1", "r2"));
        assertThat(ids("", "{\"id\":1}", "{\"id\":2}")).containsExactly("r1", "r2");
        assertThatThrownBy(() -> ids("", "{}")).hasMessageContaining("RecordIds holds 2 ids");
    }

    @Test
    void hashesTheContentWhereNothingElseIsKnown() throws Exception {
        // printf '{"id":1}' | sha256sum
        assertThat(ids("", "{\"id\":1}"))
                .containsExactly("037c9214eef74cc3887f3a4f085b4e17d76280dafd273b0ee160c09c4ba1cfd4");
    }
}
