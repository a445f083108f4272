package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Problem;
import org.restconnector.testing.PullParameters;

class IncrementalSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "since | sinceParam=since; since=1",
                "window | window=30d",
                "lookback | lookback=1d",
                "query | query=a=${variable.since}",
                "query | query=a=${variable.until}",
                "query | incremental=at; query=a=${variable.since}",
                "sinceFormat | incremental=at; sinceFormat=HH:mm",
                "since | incremental=at; sinceFormat=iso; since=soon",
                "since | incremental=at; since=",
                "lookback | incremental=id; since=5; lookback=1h",
                "lookback | incremental=id; lookback=often",
                "untilParam | incremental=id; since=5; untilParam=until",
                "untilParam | incremental=id; sinceParam=s; untilParam=s",
                "sinceParam | incremental=id; sinceParam=body:/since",
                "sinceParam | incremental=id; sinceParam=page; pagination=page",
                "window | incremental=at; window=30d; sinceParam=s; untilParam=u",
                "window | incremental=at; window=30d; since=2026-01-01; sinceParam=s",
                "window | incremental=at; window=12h; since=2026-01-01; sinceParam=s; untilParam=u",
                "window | incremental=at; window=0s; since=2026-01-01; sinceParam=s; untilParam=u",
                "window | incremental=at; window=1d; since=7; sinceParam=s; untilParam=u",
                "deliver | deliver=some"
            })
    void refusesWhatContradictsItself(String parameter, String given) {
        assertThat(problems(given)).extracting(Problem::parameter).contains(parameter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "incremental=at",
                "incremental=$.meta.at; since=2026-01-01; sinceParam=header:X-Since; untilParam=until; window=1d",
                "incremental=at; since=1700000000; sinceFormat=epoch; lookback=1h; window=1d; sinceParam=s; untilParam=u",
                "incremental=id; sinceParam=after; pagination=last-record; cursor=id; cursorParam=after",
                "method=POST; body={}; incremental=at; sinceParam=body:/a/b; untilParam=body:/a/c",
                "incremental=at; since=2026; query=a=${variable.since}",
                "deliver=changed"
            })
    void takesWhatGoesTogether(String given) {
        assertThat(problems(given)).isEmpty();
    }

    @Test
    void theStoredValueIsNoPartOfTheFingerprintButTheParametersAre() {
        assertThat(fingerprint("incremental=at")).isNotEqualTo(fingerprint("incremental=id"));
        assertThat(fingerprint("incremental=at; sinceParam=a")).isNotEqualTo(fingerprint("incremental=at"));
        assertThat(fingerprint("incremental=at; lookback=1d")).isEqualTo(fingerprint("incremental=at"));
    }

    private static String fingerprint(String given) {
        return PullSettings.of(parameters(given)).fingerprint();
    }

    private static List<Problem> problems(String given) {
        Parameters parameters = parameters(given);
        PullSettings.of(parameters);
        return parameters.problems();
    }

    private static Parameters parameters(String given) {
        String[] pairs = given.split("; ");
        String[] flat = new String[pairs.length * 2];
        for (int i = 0; i < pairs.length; i++) {
            String[] pair = pairs[i].split("=", 2);
            flat[2 * i] = pair[0];
            flat[2 * i + 1] = pair[1];
        }
        return PullParameters.with(flat);
    }
}
