package org.restconnector.sink;

import java.util.ArrayList;
import java.util.List;
import org.restconnector.store.Participant;
import org.restconnector.store.Tables;
import org.restconnector.store.Transaction;

/** The rows of one page for one table, written when the page ends. */
final class TableRows implements Participant {
    private final TablePlace place;
    private final Tables.Target target;
    private final List<Tables.Row> rows = new ArrayList<>();

    TableRows(TablePlace place, Tables.Target target) {
        this.place = place;
        this.target = target;
    }

    void add(List<Tables.Row> more) {
        rows.addAll(more);
    }

    @Override
    public void prepare() {
        place.prepare(target, rows);
    }

    @Override
    public void apply(Transaction transaction) throws Exception {
        place.apply(transaction, target, rows);
    }

    @Override
    public void release() {
        rows.clear();
    }
}
