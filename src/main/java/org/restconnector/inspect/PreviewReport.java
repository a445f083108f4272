package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.restconnector.http.Response;
import org.restconnector.json.Json;
import org.restconnector.pull.Preview;
import org.restconnector.pull.PreviewPage;

/** Writes down for people what a pull's first pages are: what was asked, what came, what comes next. */
public final class PreviewReport {
    private static final int MOST_PAGES = 5;
    private static final int MOST_RECORDS = 100;
    private static final int RECORDS_SHOWN = 2;
    private static final int LONGEST = 300;
    private static final String LAST = "none, this is the last page";

    private final Preview preview;
    private final Consumer<String> out;
    private long records;

    /** @param out takes the lines, which show no secret */
    public PreviewReport(Preview preview, Consumer<String> out) {
        this.preview = Objects.requireNonNull(preview, "preview");
        this.out = Objects.requireNonNull(out, "out");
    }

    /** Asks for the pages, as many as the limits allow; whether a run would have come that far. */
    public boolean run() {
        PreviewPage page = null;
        for (int number = 1; number <= MOST_PAGES && records < MOST_RECORDS && preview.hasNext(); number++) {
            page = preview.next();
            records += page.records().size();
            show(page);
        }
        if (preview.hasNext()) {
            line("Stopped here: --fetch looks at " + MOST_PAGES + " pages at most, and at no further one after "
                    + MOST_RECORDS + " records");
        }
        return page != null && page.error().isEmpty();
    }

    private void show(PreviewPage page) {
        line("Page " + page.number());
        page.request().ifPresent(asked -> {
            line("  request: " + asked.line());
            if (!asked.headers().isEmpty()) {
                line("  headers: " + String.join(", ", asked.headers()));
            }
            asked.body().ifPresent(body -> line("  body:    " + body));
        });
        page.answer().ifPresent(answer -> line("  answer:  " + text(answer)));
        if (page.error().isEmpty() || !page.records().isEmpty()) {
            line("  records: " + page.records().size());
            show(page.records());
        }
        page.warnings().forEach(warning -> line("  warning: " + warning));
        page.error().ifPresent(error -> line("  error:   " + error.code() + ": " + error.message()));
        if (page.error().isEmpty()) {
            String none = page.warnings().contains("max_pages") ? "not asked for, maxPages is reached" : LAST;
            line("  next:    " + page.next().orElse(none));
        }
    }

    private void show(List<Map<String, Object>> some) {
        some.stream().limit(RECORDS_SHOWN).forEach(record -> line("    " + shortened(Json.text(record))));
        if (some.size() > RECORDS_SHOWN) {
            line("    ... and " + (some.size() - RECORDS_SHOWN) + " more");
        }
    }

    private String shortened(String json) {
        // masked before it is cut, or half a secret might stay
        String shown = preview.mask(json);
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
    }

    static String text(Response answer) {
        return answer.status() + ", "
                + answer.headers()
                        .first("Content-Type")
                        .filter(type -> !type.isBlank())
                        .orElse("no content type")
                + ", " + answer.content().length() + " bytes";
    }

    private void line(String text) {
        out.accept(preview.mask(text).replaceAll("\\p{Cntrl}", " "));
    }
}
