package org.restconnector.testing.styles;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;

/** One of these APIs, on a free port: its items, whom it lets in, and when it refuses. */
public abstract class StyleApi implements AutoCloseable {
    /** The token, password, key, or the client's id and secret, that lets in. */
    public static final String SECRET = "style-secret";

    /** When item 0 would have been made; the others follow, a minute each. */
    protected static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");

    private final ApiServer server = ApiServer.start();
    private final Map<Integer, Item> items = new ConcurrentSkipListMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean stumbling;
    private volatile boolean revoked;

    /** What the API is asked for, whatever it calls it. */
    protected record Item(int number, int version, Instant updated) {
        Instant created() {
            return BEGIN.plus(number, ChronoUnit.MINUTES);
        }

        String name() {
            return "item %d, version %d".formatted(number, version);
        }
    }

    /** As many items, made one after the other. */
    public final StyleApi fill(int count) {
        IntStream.rangeClosed(1, count).forEach(this::make);
        return this;
    }

    /** Makes the item with this number. */
    public final void make(int number) {
        items.put(number, new Item(number, 1, BEGIN.plus(number, ChronoUnit.MINUTES)));
    }

    /** Changes an item, later than all that happened before. */
    public final void change(int number) {
        Instant last = items.values().stream()
                .map(Item::updated)
                .max(Comparator.naturalOrder())
                .orElse(BEGIN);
        items.computeIfPresent(number, (n, item) -> new Item(n, item.version() + 1, last.plusSeconds(30)));
    }

    /** From now on the second request is one too many, and the fourth meets a server that is down. */
    public final void stumble() {
        asked.set(0);
        stumbling = true;
    }

    /** From now on nobody is let in. */
    public final void revoke() {
        stumbling = false;
        revoked = true;
    }

    public final String origin() {
        return server.origin();
    }

    /** All requests so far, those for tokens among them. */
    public final List<ReceivedRequest> requests() {
        return server.requests();
    }

    public final void forgetRequests() {
        server.forgetRequests();
    }

    @Override
    public final void close() {
        server.close();
    }

    /** Whether the request has the credential in its place. */
    protected abstract boolean knows(ReceivedRequest request);

    /** The answer to those who are not let in. */
    protected abstract Answer stranger();

    /** The answer to those who ask too often. */
    protected abstract Answer tooMany();

    /** The answer of a server that is down. */
    protected Answer down() {
        return Answer.html(503);
    }

    /** Answers those who are let in. */
    protected final void serve(String path, Handler handler) {
        server.on(path, request -> {
            if (revoked || !knows(request)) {
                return stranger();
            }
            int number = asked.incrementAndGet();
            if (stumbling && number == 2) {
                return tooMany();
            }
            return stumbling && number == 4 ? down() : handler.answer(request);
        });
    }

    /** Answers everybody, as the URL that gives tokens does. */
    protected final void serveTokens(String path, Handler handler) {
        server.on(path, handler);
    }

    /** The items that were updated since, the time itself included, in the order they were made. */
    protected final List<Item> since(Instant time) {
        return items.values().stream()
                .filter(item -> !item.updated().isBefore(time))
                .toList();
    }

    /** All items in the order they were made. */
    protected final List<Item> all() {
        return List.copyOf(items.values());
    }

    /** A part of a list; empty behind its end. */
    protected static <T> List<T> part(List<T> list, int from, int size) {
        return list.subList(Math.min(list.size(), from), Math.min(list.size(), from + size));
    }

    /** The items as the elements of a JSON array. */
    protected static String array(List<Item> items, Function<Item, String> form) {
        return "[" + String.join(",", items.stream().map(form).toList()) + "]";
    }

    protected static int number(ReceivedRequest request, String parameter, int standard) {
        return request.query(parameter).map(Integer::parseInt).orElse(standard);
    }

    protected static boolean isBearer(ReceivedRequest request) {
        return request.header("Authorization").equals(Optional.of("Bearer " + SECRET));
    }

    protected static boolean isBasic(ReceivedRequest request, String user) {
        return request.header("Authorization").equals(Optional.of("Basic " + encoded(user + ":" + SECRET)));
    }

    protected static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
