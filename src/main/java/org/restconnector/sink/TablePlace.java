package org.restconnector.sink;

import java.util.List;
import org.restconnector.store.Store;
import org.restconnector.store.TableDatabase;
import org.restconnector.store.Tables;
import org.restconnector.store.Tables.Row;
import org.restconnector.store.Tables.Target;
import org.restconnector.store.Transaction;

/** Where a table lies: in the store's database, or in one of the user's. */
sealed interface TablePlace {
    Tables tables();

    /** Writes the rows at once, in a transaction of their own. */
    void write(Target target, List<Row> rows);

    /** Called before the page's transaction. */
    void prepare(Target target, List<Row> rows);

    /** Called within the page's transaction. */
    void apply(Transaction transaction, Target target, List<Row> rows) throws Exception;

    /** The store's database: the rows and the checkpoint are committed together. */
    record InStore(Store store) implements TablePlace {
        @Override
        public Tables tables() {
            return store.tables();
        }

        @Override
        public void write(Target target, List<Row> rows) {
            store.write(transaction -> {
                store.tables().write(transaction, target, rows);
                return rows.size();
            });
        }

        @Override
        public void prepare(Target target, List<Row> rows) {
            // All is done within the transaction.
        }

        @Override
        public void apply(Transaction transaction, Target target, List<Row> rows) throws Exception {
            store.tables().write(transaction, target, rows);
        }
    }

    /** A database of the user's: the rows are committed before the checkpoint. */
    record InDatabase(TableDatabase database) implements TablePlace {
        @Override
        public Tables tables() {
            return database.tables();
        }

        @Override
        public void write(Target target, List<Row> rows) {
            database.write(target, rows);
        }

        @Override
        public void prepare(Target target, List<Row> rows) {
            database.write(target, rows);
        }

        @Override
        public void apply(Transaction transaction, Target target, List<Row> rows) {
            // All is written already.
        }
    }
}
