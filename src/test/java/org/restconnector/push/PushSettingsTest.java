package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.http.Headers;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.Json;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Problem;
import org.restconnector.settings.Template;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;

class PushSettingsTest {
    private static final String URL = "https://crm.example.com/api/{tenant}/{stream}";

    private static Parameters parameters(String... pairs) {
        Map<String, String> given = new HashMap<>(Map.of("name", "crm", "url", URL));
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        return new Parameters(template(), given, new Placeholders(key -> Optional.empty(), Map.of(), Path.of("")));
    }

    /** The template as its YAML declares it. */
    private static Template template() {
        try (InputStream yaml = PushSettingsTest.class.getResourceAsStream("/camel/rest-push.camel.yaml")) {
            List<Parameter> parameters = new ArrayList<>();
            for (String line : new String(yaml.readAllBytes()).lines().toList()) {
                java.util.regex.Matcher name = java.util.regex.Pattern.compile("- \\{name: (\\w+), .*}")
                        .matcher(line);
                if (name.find() && line.contains("description:")) {
                    java.util.regex.Matcher usual = java.util.regex.Pattern.compile(
                                    "defaultValue: (?:\"([^\"]*)\"|([^,]*)), description")
                            .matcher(line);
                    Optional<String> value = usual.find()
                            ? Optional.of(usual.group(1) == null ? usual.group(2) : usual.group(1))
                            : Optional.empty();
                    String description = line.contains("\"Secret.") ? "Secret." : "";
                    parameters.add(new Parameter(name.group(1), description, value, line.contains("required: true")));
                }
            }
            return new Template("rest-push", "rest-push", "", parameters);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static PushSettings settings(String... pairs) {
        Parameters parameters = parameters(pairs);
        PushSettings settings = PushSettings.of(parameters);
        assertThat(parameters.problems()).isEmpty();
        return settings;
    }

    @Test
    void readsEveryDeclaredParameterAndItsDefault() {
        Parameters parameters = parameters();
        PushSettings settings = PushSettings.of(parameters);
        assertThat(parameters.problems()).isEmpty();
        assertThat(parameters.read())
                .containsExactlyInAnyOrderElementsOf(
                        template().parameters().stream().map(Parameter::name).toList());
        assertThat(settings.concurrency()).isEqualTo(4);
        assertThat(settings.pauseAfter()).isEqualTo(50);
        assertThat(settings.api().retry().retries()).isEqualTo(35);
        assertThat(settings.payload().single()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "payload;record;batchSize;10;payload",
                "payload;objekt;;;payload",
                "payloadFields;{\"a\":1};;;payloadFields",
                "payloadFields;{\"records\":1};payload;object:records;payloadFields",
                "payloadFields;[1];payload;object:records;payloadFields",
                "metadata;nothing;;;metadata",
                "url;https://x.example.com/{record.id};batchSize;10;url",
                "url;https://{tenant}.example.com/;;;url",
                "url;https://example.com:{tenant}/;;;url",
                "url;https://{tenant}/x;;;url",
                "url;https://example.com/{nothing};;;url",
                "url;https://a:b@example.com/;;;url",
                "url;ftp://example.com/;;;url",
                "okPath;$.ok;batchSize;10;okPath",
                "webhook;app.example.com/hook;;;webhook",
                "webhookSecret;whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw;;;webhookSecret",
                "webhookSecret;x;webhook;https://app.example.com/;webhookSecret",
                "webhookOn;JOB_DONE;webhook;https://app.example.com/;webhookOn",
                "existingStatuses;401;;;existingStatuses",
                "existingStatuses;503;;;existingStatuses",
                "batchSize;0;;;batchSize",
                "batchBytes;0B;;;batchBytes",
                "method;GET;;;method",
                "onReject;drop;;;onReject",
                "signingSecret;whsec_;;;signingSecret",
                "signingSecret;*+*;;;signingSecret",
                "batchIdField;stream;addStream;true;batchIdField",
                "token;abc;;;token",
                "maxRetryDelay;1ms;;;maxRetryDelay",
                "ordered;yes;;;ordered",
                "resultsPath;$[;;;resultsPath"
            })
    void refusesWhatCannotBe(String name, String value, String other, String otherValue, String problem) {
        Parameters parameters = other == null ? parameters(name, value) : parameters(name, value, other, otherValue);
        PushSettings.of(parameters);
        assertThat(parameters.problems().stream().map(Problem::parameter)).contains(problem);
    }

    @Test
    void valuesInAUrlLeadNowhereElse() throws Exception {
        TargetUrl url = settings("url", "https://crm.example.com/api/{tenant}/{record.id}?s={stream}")
                .url();
        for (String value : List.of(
                "../x",
                "a/b",
                "a?b=c",
                "a#b",
                "@evil.example",
                "//evil.example",
                "%2e%2e",
                "${env:HOME}",
                "{{env:HOME}}",
                "a\r\nX: y",
                "\u0000",
                "é",
                "a\\b",
                ";x=1",
                "..%2f",
                "\ud83d\ude00")) {
            URI rendered = url.render(Map.of("tenant", value, "stream", value), field -> Optional.of(value));
            assertThat(rendered.getHost()).isEqualTo("crm.example.com");
            assertThat(rendered.getRawPath().split("/")).hasSize(4);
            assertThat(rendered.getRawFragment()).isNull();
            assertThat(rendered.toString()).doesNotContain("{", "\r", "\n", "/../", "@");
            assertThat(rendered.getPath()).isEqualTo("/api/" + value + "/" + value);
            assertThat(rendered.getQuery()).isEqualTo("s=" + value);
        }
        for (String value : List.of(".", "..", "")) {
            assertThatThrownBy(() -> url.render(Map.of("tenant", "t", "stream", "s"), field -> Optional.of(value)))
                    .isInstanceOf(PermanentFault.class);
        }
        assertThatThrownBy(() -> url.render(Map.of("tenant", "t", "stream", "s"), field -> Optional.empty()))
                .isInstanceOf(PermanentFault.class);
        assertThatThrownBy(() -> url.render(Map.of("tenant", "t", "stream", "s"), field -> Optional.of(Map.of())))
                .isInstanceOf(PermanentFault.class);
    }

    @Test
    void payloadsTakeTheirForm() {
        List<byte[]> records = List.of("{\"a\":1.10}".getBytes(), "{}".getBytes());
        assertThat(new String(settings("batchSize", "9").payload().render(records)))
                .isEqualTo("[{\"a\":1.10},{}]");
        assertThat(new String(settings(
                                "batchSize", "9", "payload", "object:records", "payloadFields", "{\"allOrNone\":false}")
                        .payload()
                        .render(records)))
                .isEqualTo("{\"allOrNone\":false,\"records\":[{\"a\":1.10},{}]}");
        assertThat(new String(settings("payload", "object:r").payload().render(records.subList(1, 2))))
                .isEqualTo("{\"r\":[{}]}");
        assertThat(new String(settings("payload", "array").payload().render(records.subList(1, 2))))
                .isEqualTo("[{}]");
    }

    private static List<Result> results(PushSettings settings, String answer, int records) {
        Response response = new Response(URI.create("https://x"), 200, Headers.NONE, answer.getBytes());
        return ((Verdict.Done) new Judge(settings).of(response, records)).results();
    }

    @Test
    void readsResultsInsideASuccess() {
        PushSettings paths =
                settings("batchSize", "9", "resultsPath", "$.r", "okPath", "ok", "errorPath", "$.errors[0].message");
        List<Result> results = results(
                paths,
                "{\"r\":[{\"ok\":true,\"id\":7},{\"ok\":false,\"errors\":[{\"message\":\"bad\"}]},{\"ok\":\"true\",\"id\":\"x\"}]}",
                3);
        assertThat(results.stream().map(Result::outcome))
                .containsExactly(Outcome.DELIVERED, Outcome.FAILED, Outcome.DELIVERED);
        assertThat(results.get(0).targetId()).contains("7");
        assertThat(results.get(1).error()).isEqualTo("bad");
        for (String answer : List.of("{\"r\":[{\"ok\":true}]}", "{}", "", "<html>", "{\"r\":{}}", "null")) {
            assertThat(results(paths, answer, 3)).hasSize(3).allSatisfy(result -> {
                assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(result.error()).startsWith("result_mismatch");
            });
        }
        PushSettings errors = settings("errorPath", "error");
        assertThat(results(errors, "{\"error\":[]}", 1).get(0).outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(results(errors, "{\"error\":\"no\"}", 1).get(0).error()).isEqualTo("no");
    }

    @Test
    void readsIdsWhereTheyAre() {
        assertThat(results(settings(), "{\"id\":\"003K\"}", 1).get(0).targetId())
                .contains("003K");
        assertThat(results(settings(), "[{\"id\":1.10}]", 1).get(0).targetId()).contains("1.10");
        assertThat(results(settings("batchSize", "2"), "[{\"id\":1},{\"id\":2}]", 2).stream()
                        .map(Result::targetId))
                .containsExactly(Optional.of("1"), Optional.of("2"));
        assertThat(results(settings(), "no json", 1).get(0).targetId()).isEmpty();
        assertThat(results(settings("method", "PUT"), "", 1).get(0).updated()).isTrue();
    }

    @Test
    void theTargetsWordsAreMaskedAndCut() {
        PushSettings settings = settings("auth", "bearer", "token", "s3cr3t-canary");
        Response response = new Response(
                URI.create("https://x"), 422, Headers.NONE, ("s3cr3t-canary " + "x".repeat(9000)).getBytes());
        Verdict.Done done = (Verdict.Done) new Judge(settings).of(response, 1);
        assertThat(done.results().get(0).error()).startsWith("*** xxx").hasSize(4096);
        assertThat(done.status()).isEqualTo(OptionalInt.of(422));
        assertThat(Json.text(Map.of("e", done.results().get(0).error()))).doesNotContain("canary");
    }
}
