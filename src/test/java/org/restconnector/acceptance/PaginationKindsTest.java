package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class PaginationKindsTest {
    private static final List<Object> ALL =
            IntStream.rangeClosed(1, 25).<Object>mapToObj(Integer::valueOf).toList();

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyKindReadsAllPagesInOrder() {
        for (PageStyle style : PageStyle.values()) {
            add(style.name(), PagedApi.of(style, 25, 5), pull(style));
        }
        Once.Outcome outcome = Once.run(workspace);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.results()).hasSize(PageStyle.values().length);
        SoftAssertions softly = new SoftAssertions();
        for (PageStyle style : PageStyle.values()) {
            int requests = style == PageStyle.NONE ? 1 : style.endsWithEmptyPage() ? 6 : 5;
            checkComplete(softly, outcome, style.name(), requests);
        }
        softly.assertAll();
    }

    @Test
    void totalsSpareTheEmptyPage() {
        add(
                "pages",
                PagedApi.of(PageStyle.PAGE, 25, 5).withTotals(),
                pull(PageStyle.PAGE).with("totalPages", "$.pages"));
        add(
                "records",
                PagedApi.of(PageStyle.PAGE, 25, 5).withTotals(),
                pull(PageStyle.PAGE).with("totalRecords", "$.total"));
        add(
                "offset",
                PagedApi.of(PageStyle.OFFSET, 25, 5).withTotals(),
                pull(PageStyle.OFFSET).with("totalRecords", "$.total"));
        add(
                "more",
                PagedApi.of(PageStyle.PAGE, 25, 5).withHasMore(),
                pull(PageStyle.PAGE).with("hasMore", "$.hasMore"));
        add(
                "last",
                PagedApi.of(PageStyle.LAST_RECORD, 25, 5).withHasMore(),
                pull(PageStyle.LAST_RECORD).with("hasMore", "$.hasMore"));
        Once.Outcome outcome = Once.run(workspace);

        SoftAssertions softly = new SoftAssertions();
        for (String name : List.of("pages", "records", "offset", "more", "last")) {
            checkComplete(softly, outcome, name, 5);
        }
        softly.assertAll();
    }

    @Test
    void anEmptyLastPageIsNoRecord() {
        PageStyle[] styles = {PageStyle.CURSOR_IN_BODY, PageStyle.NEXT_URL_RELATIVE, PageStyle.LINK_HEADER};
        for (PageStyle style : styles) {
            add(style.name(), PagedApi.of(style, 25, 5).emptyLastPage(), pull(style));
        }
        Once.Outcome outcome = Once.run(workspace);

        SoftAssertions softly = new SoftAssertions();
        Arrays.stream(styles).forEach(style -> checkComplete(softly, outcome, style.name(), 6));
        softly.assertAll();
    }

    @Test
    void aServerThatCapsThePageLosesNothing() {
        add(
                "capped",
                PagedApi.of(PageStyle.OFFSET, 25, 10).cappedAt(4),
                pull(PageStyle.OFFSET).with("pageSize", 10));
        Once.Outcome outcome = Once.run(workspace);

        SoftAssertions softly = new SoftAssertions();
        checkComplete(softly, outcome, "capped", 8);
        softly.assertThat(api.requests().get(1).query("offset")).contains("4");
        softly.assertThat(api.requests().get(1).query("limit")).contains("10");
        softly.assertAll();
    }

    private PullFile pull(PageStyle style) {
        return PullFile.of("pull", "http://unset").with(style.parameters());
    }

    private void add(String name, PagedApi handler, PullFile pull) {
        api.on("/" + name, handler);
        workspace.pull(pull.with("name", name)
                .with("url", api.url("/" + name))
                .with("to", workspace.jsonlSink(name + ".jsonl")));
    }

    private void checkComplete(SoftAssertions softly, Once.Outcome outcome, String name, int requests) {
        RunResult result = outcome.result(name);
        softly.assertThat(result.summary()).as(name).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        softly.assertThat(result.number("requests")).as(name).isEqualTo(requests);
        softly.assertThat(result.warnings()).as(name).isEmpty();
        softly.assertThat(result.resumed()).as(name).isFalse();
        softly.assertThat(api.requests("/" + name)).as(name).hasSize(requests);
        softly.assertThat(workspace.ids(name + ".jsonl")).as(name).isEqualTo(ALL);
    }
}
