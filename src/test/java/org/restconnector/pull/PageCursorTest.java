package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.http.Header;
import org.restconnector.http.Headers;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.settings.Parameters;
import org.restconnector.testing.PullParameters;

class PageCursorTest {

    private static final String URL = "https://api.example.com/items?page=1";

    /** One page after the first position: {@code end}, {@code fault}, or where it leads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pagination=none | {\"data\":[{}]} | end",
                "pagination=page | {\"data\":[{}]} | 2",
                "pagination=page, firstPage=0 | {\"data\":[{}]} | 1",
                "pagination=page | {\"data\":[]} | end",
                "pagination=page, stopOnEmptyPage=false | {\"data\":[]} | 2",
                "pagination=offset | {\"data\":[{},{},{}]} | 3",
                "pagination=offset, firstOffset=1 | {\"data\":[{},{}]} | 3",
                "pagination=offset, firstOffset=10, pageSize=5 | {\"data\":[{},{}]} | 12",
                "pagination=offset | {\"data\":[]} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[],\"next\":\"x\"} | x",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[],\"next\":0} | 0",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[],\"next\":12345678901234567890} | 12345678901234567890",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}],\"next\":null} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}],\"next\":\"\"} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}],\"next\":false} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}]} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}],\"next\":{\"a\":1}} | fault",
                "pagination=cursor, cursor=$.next, cursorParam=a | {\"data\":[{}],\"next\":true} | fault",
                "pagination=cursor, cursor=$.next, cursorParam=a, stopOnEmptyPage=true | {\"data\":[],\"next\":\"x\"} | end",
                "pagination=last-record, cursor=id, cursorParam=a | {\"data\":[{\"id\":4},{\"id\":5}]} | 5",
                "pagination=last-record, cursor=id, cursorParam=a | {\"data\":[{\"x\":4}]} | end",
                "pagination=last-record, cursor=id, cursorParam=a | {\"data\":[]} | end",
                "pagination=next-url, next=$.next | {\"data\":[],\"next\":\"?page=2\"} | https://api.example.com/items?page=2",
                "pagination=next-url, next=$.next | {\"data\":[],\"next\":\"/x\"} | https://api.example.com/x",
                "pagination=next-url, next=$.next | {\"data\":[],\"next\":\"http://[::1\"} | fault",
                "pagination=next-url, next=$.next | {\"data\":[],\"next\":\"ftp://h/x\"} | fault",
                "pagination=next-url, next=$.next | {\"data\":[],\"next\":5} | fault",
                "pagination=next-url, next=$.next | {\"data\":[{}],\"next\":null} | end",
                "pagination=next-url, next=$.next | {\"data\":[{}],\"next\":\"?page=1\"} | end pagination_loop",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":true} | 2",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":\"true\"} | 2",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":false} | end",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":\"false\"} | end",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":1} | fault",
                "pagination=page, hasMore=$.more | {\"data\":[{}],\"more\":null} | fault",
                "pagination=page, hasMore=$.more | {\"data\":[{}]} | fault",
                "pagination=page, hasMore=$.more | {\"data\":[]} | end",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":1} | end",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":2} | 2",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":\"2\"} | 2",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":\"many\"} | fault",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":1.5} | fault",
                "pagination=page, totalPages=$.total | {\"data\":[{}],\"total\":[1]} | fault",
                "pagination=page, totalPages=$.total | {\"data\":[{}]} | fault",
                "pagination=offset, totalRecords=$.total | {\"data\":[{},{}],\"total\":2} | end",
                "pagination=offset, totalRecords=$.total | {\"data\":[{},{}],\"total\":3} | 2",
                "pagination=offset, totalRecords=$.total, firstOffset=10 | {\"data\":[{},{}],\"total\":12} | end",
                "pagination=offset, totalRecords=$.total, firstOffset=10 | {\"data\":[{},{}],\"total\":13} | 12",
                "pagination=offset, totalRecords=$.total, firstOffset=1 | {\"data\":[{},{}],\"total\":2} | end",
                "pagination=page, stopOnShortPage=true, pageSize=2 | {\"data\":[{}]} | end",
                "pagination=page, stopOnShortPage=true, pageSize=2 | {\"data\":[{},{}]} | 2",
                "pagination=page, maxPages=1 | {\"data\":[{}]} | end max_pages",
                "pagination=cursor, cursor=$.next, cursorParam=a, hasMore=$.more | {\"data\":[{}],\"next\":\"x\",\"more\":false} | end",
                "pagination=cursor, cursor=$.next, cursorParam=a, hasMore=$.more | {\"data\":[{}],\"more\":true} | end"
            })
    void aPageLeadsOnOrEndsTheRun(String settings, String body, String outcome) throws PermanentFault {
        PageCursor cursor = cursor(settings);
        assertThat(outcome(cursor.look(page(body, "$.data")))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.data[?(@.a > 1)] | {\"data\":[{\"a\":1},{\"a\":1}]} | 2",
                "$.data[?(@.a > 1)] | {\"data\":[]} | end"
            })
    void whatAFilterLeavesOutCounts(String path, String body, String outcome) throws PermanentFault {
        assertThat(outcome(cursor("pagination=offset").look(page(body, path)))).isEqualTo(outcome);
    }

    @Test
    void totalsCountAllPagesOfTheRun() throws PermanentFault {
        PageCursor cursor = cursor("pagination=offset, totalRecords=$.total");
        assertThat(walk(
                        cursor,
                        "{\"data\":[{\"n\":1},{\"n\":2}],\"total\":5}",
                        "{\"data\":[{\"n\":3},{\"n\":4}],\"total\":5}",
                        "{\"data\":[{\"n\":5}],\"total\":5}"))
                .containsExactly("2", "4", "end");
    }

    @Test
    void aPageThatComesAgainEndsTheRunAndIsNotDelivered() throws PermanentFault {
        PageCursor cursor = cursor("pagination=page");
        assertThat(walk(cursor, "{\"data\":[{\"n\":1}]}")).containsExactly("2");
        PageCursor.Step step = cursor.look(page("{\"data\":[{\"n\":1}]}", "$.data"));
        assertThat(step.repeated()).isTrue();
        assertThat(outcome(step)).isEqualTo("end pagination_loop");
    }

    @Test
    void aCursorThatComesAgainEndsTheRun() throws PermanentFault {
        PageCursor cursor = cursor("pagination=cursor, cursor=$.next, cursorParam=a");
        assertThat(walk(
                        cursor,
                        "{\"data\":[{}],\"next\":\"a\"}",
                        "{\"data\":[{}],\"next\":\"b\"}",
                        "{\"data\":[{}],\"next\":\"a\"}"))
                .containsExactly("a", "b", "end pagination_loop");
    }

    @Test
    void itGoesOnFromAPositionAndBackToTheFirstPage() throws PermanentFault {
        PaginationSettings settings = settings("pagination=page");
        PageCursor cursor = new PageCursor(
                settings, new Position(Optional.of(7), Optional.empty(), 60, 6, ""), UnaryOperator.identity());
        assertThat(outcome(cursor.look(page("{\"data\":[{}]}", "$.data")))).isEqualTo("8");
        cursor.restart();
        assertThat(cursor.position()).isEqualTo(Position.start(settings));
        assertThat(cursor.isOpen()).isTrue();
    }

    @Test
    void aPositionBehindTheLastPageIsClosed() {
        PaginationSettings settings = settings("pagination=page");
        assertThat(new PageCursor(settings, Position.start(settings).end(), UnaryOperator.identity()).isOpen())
                .isFalse();
    }

    @Test
    void aNextUrlIsKeptWithoutCredentials() throws PermanentFault {
        PageCursor cursor = new PageCursor(
                settings("pagination=next-url, next=$.next"),
                Position.start(settings("pagination=next-url, next=$.next")),
                url -> URI.create(url.toString().replace("&key=s3cret", "")));
        PageCursor.Step step = cursor.look(page("{\"data\":[],\"next\":\"?page=2&key=s3cret\"}", "$.data"));
        assertThat(outcome(step)).isEqualTo("https://api.example.com/items?page=2");
    }

    @Test
    void linksAreReadFromTheHeaders() throws PermanentFault {
        PageCursor cursor = cursor("pagination=link-header");
        Headers headers = new Headers(
                List.of(new Header("link", "<?page=0>; rel=prev"), new Header("Link", "<?page=2>; rel=next")));
        Page page = Page.of(
                new Response(URI.create(URL), 200, headers, bytes("{\"data\":[]}")),
                AnswerCheck.NONE,
                records("$.data"));
        assertThat(outcome(cursor.look(page))).isEqualTo("https://api.example.com/items?page=2");
    }

    private static List<String> walk(PageCursor cursor, String... bodies) throws PermanentFault {
        List<String> outcomes = new ArrayList<>();
        for (String body : bodies) {
            PageCursor.Step step = cursor.look(page(body, "$.data"));
            outcomes.add(outcome(step));
            cursor.move(step);
        }
        return outcomes;
    }

    private static String outcome(PageCursor.Step step) {
        if (step.fault().isPresent()) {
            assertThat(step.fault().get().code()).isEqualTo("pagination");
            return "fault";
        }
        return step.next()
                .map(next ->
                        next.url().orElseGet(() -> String.valueOf(next.value().orElseThrow())))
                .orElseGet(() ->
                        "end" + step.warning().map(warning -> " " + warning).orElse(""));
    }

    private static PageCursor cursor(String settings) {
        PaginationSettings pagination = settings(settings);
        return new PageCursor(pagination, Position.start(pagination), UnaryOperator.identity());
    }

    private static PaginationSettings settings(String text) {
        Parameters parameters = PullParameters.with(text.strip().split(" *[,=] *"));
        PaginationSettings settings = PaginationSettings.of(parameters);
        assertThat(parameters.problems()).isEmpty();
        return settings;
    }

    private static Page page(String body, String path) throws PermanentFault {
        return Page.of(new Response(URI.create(URL), 200, Headers.NONE, bytes(body)), AnswerCheck.NONE, records(path));
    }

    private static RecordSettings records(String path) {
        return RecordSettings.of(PullParameters.with("records", path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
