package org.restconnector.pull;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;
import org.restconnector.json.ValuePath;

/** What ends a run though there is a next page to ask for. */
final class StopRules {
    private final PaginationSettings settings;

    StopRules(PaginationSettings settings) {
        this.settings = settings;
    }

    /**
     * @param received records that the pages held so far, this one included
     * @param position this page's
     * @throws PermanentFault {@code pagination}, if a path that decides is missing or of the wrong type
     */
    boolean end(Page page, long received, Position position) throws PermanentFault {
        PaginationSettings.Stop stop = settings.stop();
        if (stop.onEmptyPage() && page.held() == 0) {
            return true;
        }
        if (stop.hasMore().isPresent() && !hasMore(stop.hasMore().get(), page)) {
            return true;
        }
        if (stop.totalRecords().isPresent()
                && reached(received) >= total(stop.totalRecords().get(), "totalRecords", page)) {
            return true;
        }
        if (stop.totalPages().isPresent()
                && position.pages() + 1 >= total(stop.totalPages().get(), "totalPages", page)) {
            return true;
        }
        return stop.onShortPage() && page.held() < settings.pageSize().orElse(0L);
    }

    /**
     * The records before the next page: those that the first offset passed over count. An offset that
     * begins at 1 counts from one, it passes over none.
     */
    private long reached(long received) {
        boolean skips = settings.kind() == PaginationSettings.Kind.OFFSET && settings.first() > 1;
        return skips ? settings.first() + received : received;
    }

    private static boolean hasMore(ValuePath path, Page page) throws PermanentFault {
        Optional<Object> value = path.find(page.document());
        String text = value.map(String::valueOf).orElse("").toLowerCase(Locale.ROOT);
        boolean plain =
                value.filter(v -> v instanceof Boolean || v instanceof String).isPresent();
        if (!plain || !text.equals("true") && !text.equals("false")) {
            throw wrong("hasMore", path, value, "true or false");
        }
        return text.equals("true");
    }

    private static long total(ValuePath path, String name, Page page) throws PermanentFault {
        Optional<Object> value = path.find(page.document());
        boolean plain =
                value.filter(v -> v instanceof Number || v instanceof String).isPresent();
        if (plain) {
            try {
                return new BigDecimal(String.valueOf(value.get()).strip()).longValueExact();
            } catch (NumberFormatException e) {
                throw wrong(name, path, value, "a number");
            } catch (ArithmeticException e) {
                throw wrong(name, path, value, "a whole number");
            }
        }
        throw wrong(name, path, value, "a number");
    }

    private static PermanentFault wrong(String name, ValuePath path, Optional<Object> value, String wanted) {
        String found = value.isEmpty() ? "is missing or null" : "is " + shown(value.get());
        return new PermanentFault(
                "pagination", name + " '" + path + "' " + found + "; it must be " + wanted + " in every page");
    }

    private static String shown(Object value) {
        String text = Json.text(value);
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
