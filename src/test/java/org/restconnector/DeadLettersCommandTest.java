package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.Json;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

/** The store stays open beside the commands, as that of a running process does. */
class DeadLettersCommandTest {
    private final List<String> ids = new ArrayList<>();
    private Workspace workspace;
    private Store store;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        store = Stores.open(StoreSettings.embedded(directory.resolve("data")), Clock.systemUTC(), FaultHook.load());
        add("orders", "run-1", "refused by the till");
        add("orders", "run-2", "no such customer");
        add("items", "run-3", "refused");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void add(String pull, String run, String reason) {
        NewDeadLetter letter = new NewDeadLetter(
                new Origin("pull", pull, Optional.empty(), Optional.empty(), run),
                "id-" + ids.size(),
                "{\"id\":1.10,\"x\":null}".getBytes(StandardCharsets.UTF_8),
                OptionalInt.empty(),
                reason,
                4);
        ids.add(store.write(transaction -> store.deadLetters().add(transaction, letter))
                .id());
    }

    @Test
    void listsOneObjectALineNewestFirstWithoutTheRecord() throws Exception {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "list");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).hasSize(3);
        assertThat(Json.read(outcome.out().get(0)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("id", ids.get(2))
                .containsEntry("pull", "items")
                .containsEntry("attempts", 4)
                .doesNotContainKey("record");
    }

    @ParameterizedTest
    @CsvSource({
        "--from=orders, 2",
        "--from=nobody, 0",
        "--job=run-2, 1",
        "--error=REFUSED, 2",
        "--tenant=t, 0",
        "--stream=s, 0",
        "--since=24h, 3",
        "--until=24h, 0",
        "--since=2020-01-01T00:00:00Z, 3",
        "--until=2020-01-01T00:00:00Z, 0",
        "--limit=2, 2"
    })
    void listsWhatTheFiltersLetThrough(String option, int expected) {
        assertThat(Once.command(workspace, "dead-letters", "list", option).out())
                .hasSize(expected);
    }

    @Test
    void aFilterIsWrittenAsItWasGiven() {
        Filter filter = new Filter(
                Optional.of("orders"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("refused"));

        assertThat(filter).hasToString("from=orders, error=refused");
        assertThat(Filter.ALL).hasToString("all");
    }

    @Test
    void saysThatThereAreMore() {
        assertThat(Once.command(workspace, "dead-letters", "list", "--limit", "1")
                        .err())
                .containsExactly("2 more; --limit 3 shows all");
    }

    @Test
    void showsOneWithItsRecordAsItCame() throws Exception {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "show", ids.get(1));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).singleElement().asString().contains("\"record\":{\"id\":1.10,\"x\":null}");
        assertThat(((Map<?, ?>) Json.read(outcome.out().get(0))).get("reason")).isEqualTo("no such customer");
    }

    @Test
    void anUnknownIdExitsWithOne() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "show", "nothing");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).singleElement().asString().contains("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since=yesterday", "--until=1x", "--limit=0", "--limit=many", "--form=x"})
    void aBadOptionIsOneLineAndExitsWithTwo(String option) {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "list", option);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains(option.split("=")[0]);
    }

    @Test
    void aloneItNamesItsCommands() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("list", "show", "replay", "discard");
    }

    @Test
    void discardsByIdAndSaysWhichIsUnknown() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "discard", ids.get(0), "nothing");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).containsExactly("{\"discarded\":1}");
        assertThat(outcome.err()).anyMatch(line -> line.contains("'nothing'"));
        assertThat(store.deadLetters().count(Filter.ALL)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"--all, 3", "--from=orders, 2", "--error=customer, 1", "--from=nobody, 0"})
    void discardsWhatIsChosen(String option, int expected) {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "discard", option);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).containsExactly("{\"discarded\":" + expected + "}");
        assertThat(store.deadLetters().count(Filter.ALL)).isEqualTo(3 - expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "discard", "replay --all x", "discard --all --from=orders", "discard --from=a x"})
    void aChoiceThatIsNoneOrTwoExitsWithTwo(String command) {
        Once.Outcome outcome = Once.command(workspace, ("dead-letters " + command).split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("--all");
        assertThat(store.deadLetters().count(Filter.ALL)).isEqualTo(3);
    }

    @Test
    void replayOfAPullsIsAskedForAndSaysWhoSendsThem() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "replay", "--from=orders");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).singleElement().asString().startsWith("{\"replayed\":");
        assertThat(outcome.err()).singleElement().asString().contains("a running process sends them now", "once NAME");
        assertThat(store.deadLetters().pullsToReplay()).containsExactly("orders");
        assertThat(store.deadLetters().replays("orders", 10)).isNotEmpty();
    }

    @Test
    void replayOfAnUnknownIdExitsWithOne() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "replay", "nothing");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).containsExactly("{\"replayed\":0}");
        assertThat(outcome.err()).anyMatch(line -> line.contains("'nothing'"));
    }
}
