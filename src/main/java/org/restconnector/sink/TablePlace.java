package org.restconnector.sink;

import java.util.List;
import org.apache.camel.CamelContext;
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

    /** Deletes the rows that none of the runs wrote; called before the transaction of the run's end. */
    void prepareDeletion(Target target, List<String> runs);

    /** Called within the transaction of the run's end. */
    void applyDeletion(Transaction transaction, Target target, List<String> runs) throws Exception;

    /** @throws IllegalArgumentException if there is no such place, saying what is missing */
    static TablePlace of(CamelContext context, String db) {
        if (!db.isBlank()) {
            return new InDatabase(TableDatabases.of(context).get(db.strip()));
        }
        Store store = context.getRegistry().lookupByNameAndType(Store.BEAN, Store.class);
        if (store == null) {
            throw new IllegalArgumentException("there is no store in this application; name a database with db");
        }
        return new InStore(store);
    }

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

        @Override
        public void prepareDeletion(Target target, List<String> runs) {
            // All is done within the transaction.
        }

        @Override
        public void applyDeletion(Transaction transaction, Target target, List<String> runs) throws Exception {
            store.tables().deleteOthers(transaction, target, runs);
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

        @Override
        public void prepareDeletion(Target target, List<String> runs) {
            database.deleteOthers(target, runs);
        }

        @Override
        public void applyDeletion(Transaction transaction, Target target, List<String> runs) {
            // All is deleted already.
        }
    }
}
