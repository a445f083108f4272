package org.restconnector.sink;

import java.util.ArrayList;
import java.util.List;
import org.restconnector.store.Participant;
import org.restconnector.store.Transaction;

/** The lines of one page for one file, written when the page ends. */
final class JsonlLines implements Participant {
    private final JsonlFile file;
    private final List<byte[]> lines = new ArrayList<>();

    JsonlLines(JsonlFile file) {
        this.file = file;
    }

    void add(List<byte[]> more) {
        lines.addAll(more);
    }

    @Override
    public void prepare() throws Exception {
        file.append(lines);
    }

    @Override
    public void apply(Transaction transaction) {
        // The file is outside of the database, and written already.
    }

    @Override
    public void release() {
        lines.clear();
    }
}
