package org.restconnector.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Tables;

/**
 * Writes records as rows of a table; the bean of the kamelet {@code table-sink}. Within a page of a
 * pull it writes when the page ends, else an exchange at a time. A record that the database cannot
 * hold is refused when it comes.
 */
public final class TableSink extends ServiceSupport implements Processor, CamelContextAware {
    private CamelContext camelContext;
    private String table = "";
    private String primaryKey = "";
    private String db = "";
    private String mode = "upsert";
    private TablePlace place;
    private Tables.Target target;
    private RecordKey key;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public void setTable(String table) {
        this.table = table;
    }

    /** Paths of the fields that identify a record, commas between; empty: as the pull says. */
    public void setPrimaryKey(String primaryKey) {
        this.primaryKey = primaryKey;
    }

    /** The NAME of {@code connector.db.NAME.url}; empty: the store's database. */
    public void setDb(String db) {
        this.db = db;
    }

    /** {@code upsert}, {@code append} or {@code replace}. */
    public void setMode(String mode) {
        this.mode = mode;
    }

    @Override
    protected void doStart() throws Exception {
        try {
            target = new Tables.Target(table.strip(), mode());
            key = RecordKey.of(primaryKey);
            place = TablePlace.of(camelContext, db);
            place.tables().check(target);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("table-sink: " + e.getMessage(), e);
        }
    }

    private Tables.Mode mode() {
        return switch (mode.strip()) {
            case "upsert" -> Tables.Mode.UPSERT;
            case "append" -> Tables.Mode.APPEND;
            case "replace" -> Tables.Mode.REPLACE;
            default ->
                throw new IllegalArgumentException(
                        "mode '" + mode + "' is unknown; upsert, append and replace are allowed");
        };
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<Tables.Row> rows = rows(exchange);
        if (rows.isEmpty()) {
            return;
        }
        PageTransaction page = exchange.getProperty(PageTransaction.PROPERTY, PageTransaction.class);
        Object participant = TableReplacement.key(db.strip(), target);
        if (target.mode() == Tables.Mode.REPLACE && (page == null || !page.hasRunEnd(participant))) {
            throw new IllegalArgumentException("table-sink: mode=replace needs a run that has an end: it works where"
                    + " the sink stands in 'to' of a pull, with its mode in the URI, not within another route");
        }
        if (page == null
                || !page.enlist(
                        participant, TableRows.class, () -> new TableRows(place, target), all -> all.add(rows))) {
            place.write(target, rows);
        }
    }

    private List<Tables.Row> rows(Exchange exchange) throws Exception {
        List<Map<String, Object>> records = RecordBody.read(exchange);
        List<String> ids = key.ids(exchange, records);
        Optional<String> run = Optional.ofNullable(exchange.getMessage().getHeader("RecordRun", String.class));
        List<Tables.Row> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            Tables.Row row = new Tables.Row(records.get(i), ids.get(i), run);
            place.tables().check(row);
            rows.add(row);
        }
        return rows;
    }
}
