package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.Workspace;

/** One value stands in every place of a secret; it must be in no place where it does not belong. */
class SecretsTest {
    private static final String CANARY = "c4n4ry/+ &%:s3cr3t";
    private static final Map<String, UnaryOperator<PullFile>> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put(
                "basic",
                pull -> pull.with("auth", "basic").with("username", "u").with("password", "{{env:CANARY}}"));
        PLACES.put("bearer", pull -> pull.with("auth", "bearer").with("token", "{{env:CANARY}}"));
        PLACES.put("key", pull -> pull.with("auth", "api-key").with("apiKey", "{{env:CANARY}}"));
        PLACES.put("key-in-query", pull -> pull.with("auth", "api-key")
                .with("apiKey", "{{env:CANARY}}")
                .with("apiKeyIn", "query")
                .with("apiKeyName", "code"));
        PLACES.put(
                "header",
                pull -> pull.with("headers", "Authorization: Token {{env:CANARY}}\nX-Api-Key: {{env:CANARY}}"));
        PLACES.put("query", pull -> pull.with("query", "access_token={{env:CANARY}}"));
        PLACES.put("oauth2", pull -> oauth2(pull).with("clientSecret", "{{env:CANARY}}"));
        PLACES.put(
                "oauth2-body",
                pull -> oauth2(pull).with("clientSecret", "{{env:CANARY}}").with("clientAuth", "body"));
        PLACES.put(
                "refresh", pull -> oauth2(pull).with("grant", "refresh_token").with("refreshToken", "{{env:CANARY}}"));
        PLACES.put("login", pull -> pull.with("auth", "login")
                .with("loginUrl", "{{env:TOKEN_URL}}")
                .with("loginBody", "{\"password\":\"{{env:CANARY}}\"}")
                .with("tokenPath", "$.access_token"));
        PLACES.put("url", pull -> pull.with("url", "{{env:PLACE_URL}}"));
    }

    private static PullFile oauth2(PullFile pull) {
        return pull.with("auth", "oauth2").with("tokenUrl", "{{env:TOKEN_URL}}").with("clientId", "c");
    }

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
    void noSecretIsInAnyOutputOrFile() throws IOException {
        PLACES.forEach((name, place) -> {
            add(name + "-good", place, request -> nextLinkThatRepeatsTheQuery(request));
            add(name + "-failing", place, request -> Answer.status(503));
            add(name + "-refused", place, request -> Answer.of(401, "text/plain", "who are you?"));
            add(name + "-echoing", place, SecretsTest::echo);
            add(
                    name + "-blocked",
                    place,
                    request -> Answer.json(
                            "{\"data\":[{\"id\":1}],\"next\":\"http://127.0.0.2" + request.target() + "\"}"));
            add(name + "-html", place, request -> Answer.html(200));
        });
        workspace.property(
                "connector.alerts.to",
                "file:" + workspace.directory().resolve("alerts")
                        + "?fileName=all.jsonl&fileExist=Append&appendChars=%0A");
        api.on("/token", Answer.jsonOf(Map.of("access_token", "c4n4ry-access", "refresh_token", "next-s3cr3t")));
        try (ChildProcess child = ChildProcess.in(workspace)
                .env("CANARY", CANARY)
                .env("TOKEN_URL", api.url("/token"))
                .env("PLACE_URL", api.url("/url-good?api_key=" + encoded()))
                .start("once", "--verbose")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.out()).hasSize(PLACES.size() * 6);
            checkEachPlaceWasUsed();
            checkForCanary("standard output", String.join("\n", child.out()));
            checkForCanary("standard error", String.join("\n", child.err()));
        }
        assertThat(workspace.jsonl("alerts/all.jsonl")).hasSizeGreaterThan(10).allMatch(event -> event.get("type")
                .equals("run_failed"));
        for (Path file : files()) {
            checkForCanary(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aBadParameterDoesNotShowItsSecret() {
        workspace
                .write("canary", CANARY)
                .pull(PullFile.of("items", api.url("/items"))
                        .with("to", workspace.jsonlSink("out.jsonl"))
                        .with("auth", "bearer")
                        .with("tokn", "{{file:canary}}")
                        .with("timeout", "{{file:canary}}"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        checkForCanary("standard error", String.join("\n", outcome.err()));
    }

    private void add(String name, UnaryOperator<PullFile> place, org.restconnector.testing.Handler handler) {
        api.on("/" + name, handler);
        workspace.pull(place.apply(PullFile.of(name, api.url("/" + name))
                .with("pagination", "next-url")
                .with("next", "$.next")
                .with("retries", 1)
                .with("retryDelay", "10ms")
                .with("to", workspace.jsonlSink("out.jsonl"))));
    }

    /** The second page fails, so that a checkpoint with the next URL stays in the store. */
    private static Answer nextLinkThatRepeatsTheQuery(ReceivedRequest request) {
        if (request.query("at").isPresent()) {
            return Answer.status(500);
        }
        String query = request.target().contains("?") ? request.target() + "&at=1" : request.target() + "?at=1";
        return Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + query + "\"}");
    }

    private static Answer echo(ReceivedRequest request) {
        return Answer.of(400, "text/plain", "bad request " + request.target() + " with " + request.headers());
    }

    private void checkEachPlaceWasUsed() {
        Set<String> forms = forms();
        for (String name : PLACES.keySet()) {
            assertThat(api.requests("/" + name + "-good").toString()
                            + api.requests("/" + name + "-good").get(0).headers())
                    .as(name)
                    .matches(sent -> forms.stream().anyMatch(sent::contains));
        }
    }

    private static void checkForCanary(String where, String text) {
        for (String form : forms()) {
            assertThat(text.contains(form))
                    .as("%s holds %s\n%s", where, form, around(text, form))
                    .isFalse();
        }
    }

    private static String around(String text, String form) {
        int at = text.indexOf(form);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
    }

    private static Set<String> forms() {
        Base64.Encoder base64 = Base64.getEncoder();
        Set<String> forms = new LinkedHashSet<>(List.of(
                CANARY,
                encoded(),
                encoded().replace("+", "%20"),
                "c4n4ry/+%20&%25:s3cr3t",
                base64.encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)),
                base64.encodeToString(("u:" + CANARY).getBytes(StandardCharsets.UTF_8))));
        // Whatever encoding it went through, its letters stay.
        forms.add("c4n4ry");
        forms.add("s3cr3t");
        return forms;
    }

    private static String encoded() {
        return URLEncoder.encode(CANARY, StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(workspace.directory())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
