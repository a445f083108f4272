package org.restconnector.pull;

import java.util.List;
import java.util.Optional;
import org.restconnector.http.PermanentFault;

/**
 * Gives a page a few records at a time, so that each can be committed when its children are fetched. Used
 * by one thread.
 */
final class PageSlices implements PageRest {
    private final int size;
    private final RecordIds ids;
    private Page page;
    private int given;
    private long done;
    private Optional<PagePlace> place = Optional.empty();

    /** Opens the page once more, at its first record. */
    @FunctionalInterface
    interface Reopened {
        Page get() throws PermanentFault;
    }

    private PageSlices(Page page, RecordSettings settings) {
        this.page = page;
        this.size = settings.batchSize();
        this.ids = new RecordIds(settings.primaryKey());
    }

    /**
     * The first slice.
     *
     * @param from where an earlier run came to; the page begins anew if it is not there any more
     */
    static Page first(Page page, Reopened reopened, RecordSettings settings, Optional<PagePlace> from)
            throws PermanentFault {
        PageSlices slices = new PageSlices(page, settings);
        if (from.isPresent() && !slices.skip(from.get())) {
            slices = new PageSlices(reopened.get(), settings);
        }
        return slices.next();
    }

    private boolean skip(PagePlace to) throws PermanentFault {
        while (done < to.done()) {
            if (given == page.records().size()) {
                if (!page.hasRest()) {
                    return false;
                }
                turn();
            }
            int step = (int) Math.min(to.done() - done, page.records().size() - given);
            given += step;
            done += step;
        }
        return given > 0 && ids.of(page.records().get(given - 1)).equals(to.id());
    }

    private void turn() throws PermanentFault {
        page = page.source().orElseThrow().next();
        given = 0;
    }

    @Override
    public boolean hasNext() {
        return given < page.records().size() || page.hasRest();
    }

    @Override
    public Page next() throws PermanentFault {
        if (given == page.records().size() && page.hasRest()) {
            turn();
        }
        Page whole = page;
        int from = given;
        int to = Math.min(from + size, whole.records().size());
        given = to;
        done += to - from;
        if (to > from) {
            place = Optional.of(new PagePlace(done, ids.of(whole.records().get(to - 1))));
        }
        return new Page(
                whole.response(),
                whole.facts(),
                List.copyOf(whole.records().subList(from, to)),
                () -> whole.again().get().subList(from, to),
                Optional.of(this));
    }

    @Override
    public Optional<PagePlace> place() {
        return place;
    }
}
