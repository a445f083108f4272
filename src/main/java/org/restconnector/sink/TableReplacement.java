package org.restconnector.sink;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.restconnector.store.RunEnd;
import org.restconnector.store.Tables;
import org.restconnector.store.Transaction;

/** Deletes the rows of a table that a run did not write: the end of a run into {@code table-sink?mode=replace}. */
public final class TableReplacement implements RunEnd {
    private final TablePlace place;
    private final Tables.Target target;
    private final Object key;

    private TableReplacement(TablePlace place, String db, Tables.Target target) {
        this.place = place;
        this.target = target;
        this.key = key(db, target);
    }

    /** Empty if the endpoint has nothing to do at the end of a run. */
    public static Optional<RunEnd> of(CamelContext context, String uri) {
        return TableAddress.of(uri)
                .filter(TableAddress::replaces)
                .map(address -> new TableReplacement(
                        TablePlace.of(context, address.db()),
                        address.db(),
                        new Tables.Target(address.table(), Tables.Mode.REPLACE)));
    }

    /** What a table is known by among the destinations of a page. */
    static Object key(String db, Tables.Target target) {
        return List.of("table-sink", db, target);
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public void prepare(List<String> runs) {
        place.prepareDeletion(target, runs);
    }

    @Override
    public void apply(Transaction transaction, List<String> runs) throws Exception {
        place.applyDeletion(transaction, target, runs);
    }
}
