package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Certificates;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Trust, own certificates and host names, against real servers. */
class TlsTest {
    @TempDir
    private static Path keys;

    private static Path serverKey;
    private static Path clientKey;
    private static Path strangerKey;
    private static ApiServer api;
    private static ApiServer guarded;
    private static ApiServer misnamed;

    private Workspace workspace;

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(keys);
        serverKey = certificates.key("server", "ip:127.0.0.1");
        clientKey = certificates.key("client", "dns:client");
        strangerKey = certificates.key("stranger", "dns:elsewhere.example.com");
        certificates.trust("trust", "PKCS12", serverKey);
        certificates.trust("trust", "JKS", serverKey);
        certificates.trust("trust-stranger", "PKCS12", strangerKey);
        certificates.pem("trust", serverKey, false);
        certificates.pem("client", clientKey, true);
        api = ApiServer.startTls(Certificates.server(serverKey, clientKey), false);
        guarded = ApiServer.startTls(Certificates.server(serverKey, clientKey), true);
        misnamed = ApiServer.startTls(Certificates.server(strangerKey, clientKey), false);
        for (ApiServer server : new ApiServer[] {api, guarded, misnamed}) {
            server.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
        }
    }

    @AfterAll
    static void close() {
        api.close();
        guarded.close();
        misnamed.close();
    }

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void forget() {
        guarded.forgetRequests();
    }

    private Once.Outcome run(ApiServer server, String... more) {
        PullFile pull = PullFile.of("items", server.url("/items"))
                .with("to", workspace.jsonlSink("out.jsonl"))
                .with("retries", 0);
        for (int i = 0; i < more.length; i += 2) {
            pull = pull.with(more[i], more[i + 1]);
        }
        workspace.pull(pull);
        return Once.run(workspace);
    }

    private void tls(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            workspace.property("connector.tls.corp." + pairs[i], pairs[i + 1]);
        }
    }

    private static String file(String name) {
        return keys.resolve(name).toString();
    }

    private static void connectionFault(RunResult result, String says) {
        assertThat(result.errorCode()).isEqualTo("connection");
        assertThat(result.errorMessage()).contains(says);
    }

    @ParameterizedTest
    @CsvSource({"trust.pkcs12,password", "trust.jks,trustStorePassword", "trust.pem,password"})
    void trustsWhatTheStoreHolds(String store, String password) {
        tls("trustStore", file(store), password, Certificates.PASSWORD);
        assertThat(run(api, "tls", "corp").exitCode()).isZero();
        assertThat(workspace.ids("out.jsonl")).hasSize(1);
    }

    @Test
    void aCertificateThatIsNotTrustedIsAConnectionFaultThatSaysWhatToDo() {
        connectionFault(run(api).result("items"), "connector.tls.NAME.trustStore");
        tls("trustStore", file("trust-stranger.pkcs12"), "password", Certificates.PASSWORD);
        connectionFault(run(api, "tls", "corp").result("items"), "connector.tls.corp.trustStore");
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() {
        tls("trustStore", file("trust-stranger.pkcs12"), "password", Certificates.PASSWORD);
        connectionFault(run(misnamed, "tls", "corp").result("items"), "not for this host");
    }

    @ParameterizedTest
    @CsvSource({"client.p12", "client.pem"})
    void showsItsOwnCertificate(String store) {
        tls("trustStore", file("trust.pkcs12"), "password", Certificates.PASSWORD, "keyStore", file(store));
        assertThat(run(guarded, "tls", "corp").exitCode()).isZero();
        assertThat(guarded.requests()).hasSize(1);
    }

    @Test
    void withoutACertificateOfItsOwnAGuardedServerIsAConnectionFault() {
        tls("trustStore", file("trust.pem"));
        connectionFault(run(guarded, "tls", "corp").result("items"), "connector.tls.corp.keyStore");
        assertThat(guarded.requests()).isEmpty();
    }

    /** A certificate is as good as a password: it goes where the credentials go. */
    @Test
    void anotherHostThatIsAllowedDoesNotGetTheCertificate() {
        api.on("/first", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + guarded.url("/items") + "\"}"));
        tls("trustStore", file("trust.pem"), "keyStore", file("client.pem"));
        RunResult result = run(
                        api,
                        "url",
                        api.url("/first"),
                        "tls",
                        "corp",
                        "pagination",
                        "next-url",
                        "next",
                        "$.next",
                        "allowedHosts",
                        "127.0.0.1")
                .result("items");
        connectionFault(result, "keyStore");
        assertThat(guarded.requests()).isEmpty();
    }

    /** Connections of one pull are never used for another that shows another certificate. */
    @Test
    void pullsOfDifferentCertificatesShareNoConnection() {
        tls("trustStore", file("trust.pem"), "keyStore", file("client.pem"));
        workspace.property("connector.tls.plain.trustStore", file("trust.pem"));
        workspace.pull(
                PullFile.of("a", guarded.url("/items")).with("tls", "corp").with("to", "log:a"));
        workspace.pull(PullFile.of("b", guarded.url("/items"))
                .with("tls", "plain")
                .with("retries", 0)
                .with("to", "log:b"));
        Once.Outcome outcome = Once.run(workspace, "a", "b");
        assertThat(outcome.result("a").errorCode()).isEqualTo("none");
        assertThat(outcome.result("b").errorCode()).isEqualTo("connection");
        assertThat(guarded.requests()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStartAndNamesTheKey() throws Exception {
        tls("trustStore", "missing.p12", "keyStore", file("client.p12"), "password", "wr0ng-s3cr3t");
        Once.Outcome outcome = run(api, "tls", "corp");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .anyMatch(line -> line.contains("connector.tls.corp.trustStore, the file missing.p12")
                        && line.endsWith("is not there"))
                .anyMatch(line -> line.contains("connector.tls.corp.keyStore") && line.contains("with its password"))
                .noneMatch(line -> line.contains("wr0ng"));
        assertThat(outcome.err()).isEqualTo(Once.command(workspace, "check").err());
        Files.writeString(workspace.directory().resolve("missing.p12"), "nonsense");
        assertThat(Once.command(workspace, "check").err())
                .anyMatch(line -> line.contains("cannot be read as PKCS12, JKS or PEM"));
    }

    @Test
    void aNameOrKeyThatIsNotThereStopsTheStart() {
        tls("trustStor", "x");
        assertThat(run(api, "tls", "corp").err())
                .singleElement()
                .asString()
                .contains("unknown key connector.tls.corp.trustStor", "did you mean 'trustStore'");
        assertThat(run(api, "tls", "none").err()).singleElement().asString().contains("'none'", "connector.tls.none.");
    }
}
