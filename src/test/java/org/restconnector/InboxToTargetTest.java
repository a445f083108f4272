package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ReceivedRequest;

/** The whole way, from a raw socket to a target: what a request says changes nothing but the data that is sent. */
class InboxToTargetTest {
    private static final String EVIL = "/{{env:HOME}}/${env:HOME}";
    private static final List<String> CONTROLS = List.of(
            "CamelHttpUri",
            "camelhttpuri",
            "CAMELHTTPURI",
            "CamelHttpUrl",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpRawQuery",
            "CamelHttpMethod",
            "CamelHttpHost",
            "CamelHttpPort",
            "CamelHttpScheme",
            "CamelHttpBaseUri",
            "CamelHttpServletRequest",
            "CamelHttpCharacterEncoding",
            "CamelHttpProtocolVersion",
            "CamelHttpResponseCode",
            "CamelRestHttpUri",
            "CamelDestinationOverrideUrl",
            "CamelToEndpoint",
            "CamelSlipEndpoint",
            "CamelBeanMethodName",
            "CamelLanguageScript",
            "CamelFileName",
            "CamelSqlQuery",
            "org.apache.camel.HttpUri",
            "RestConnectorBatch",
            "RestInboxPath",
            "Authorization",
            "Cookie",
            "X-Forwarded-Host");

    @TempDir
    Path directory;

    private ApiServer target;
    private ServerSocket other;
    private InboxServer server;
    private Standalone application;

    @BeforeEach
    void start() throws Exception {
        target = ApiServer.start();
        other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        other.setSoTimeout(200);
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(
                directory.resolve("application.properties"), "camel.server.port=0\nconnector.api.keys=canary-key\n");
        Files.writeString(
                directory.resolve("routes/crm.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "%s"}
                      - {name: headers, value: "X-Own: mine"}
                """
                        .formatted(target.url("/in/{tenant}/{stream}?t={tenant}")));
        ApplicationProperties properties = ApplicationProperties.read(directory);
        server = InboxServer.create();
        application = Standalone.create(properties, Map.of());
        server.addTo(application.main(), properties);
        application.main().start();
    }

    @AfterEach
    void stop() throws IOException {
        application.close();
        server.close();
        target.close();
        other.close();
    }

    private int port() {
        return application
                .main()
                .getCamelContext()
                .getRegistry()
                .findByType(VertxPlatformHttpRouter.class)
                .iterator()
                .next()
                .getServer()
                .getPort();
    }

    private String write(String target, String body) throws IOException {
        String evil = "http://127.0.0.1:" + other.getLocalPort() + EVIL;
        StringBuilder request = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n")
                .append("Connection: close\r\nx-api-key: canary-key\r\nContent-Type: application/json\r\n");
        CONTROLS.forEach(name -> request.append(name).append(": ").append(evil).append("\r\n"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((request + "Content-Length: " + bytes.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theRequestToTheTargetIsWhatTheConfigurationSays() throws Exception {
        String record =
                "{\"a\":\"{{env:HOME}} ${env:HOME} ../../ \\r\\n\\u0000 %2e%2e\",\"CamelHttpUri\":\"http://other/\"}";
        String elsewhere = "http://127.0.0.1:" + other.getLocalPort();
        String[][] names = {
            // in the path, as it is sent on in a path, and in a query
            {"acme", "acme", "acme"},
            {"%7B%7Benv:HOME%7D%7D", "%7B%7Benv%3AHOME%7D%7D", "{{env:HOME}}"},
            {"$%7Benv:HOME%7D", "%24%7Benv%3AHOME%7D", "${env:HOME}"},
            {"a%2F..%2F..%2Fb", "a%2F..%2F..%2Fb", "a/../../b"},
            {"%252e%252e", "%252e%252e", "%2e%2e"},
            {"a%3Fx=1%23y", "a%3Fx%3D1%23y", "a?x=1#y"},
            {"evil.host@x", "evil.host%40x", "evil.host@x"},
        };
        for (String[] name : names) {
            target.on("/in/" + name[1] + "/" + name[1], Answer.status(200));
            target.forgetRequests();
            String call = "/dev/crm/" + name[0] + "/connectors/x/" + name[0] + "?CamelHttpUri=" + elsewhere
                    + "&bridgeEndpoint=true&CamelHttpQuery=x";
            for (String line : List.of(call, elsewhere + call)) {
                String reply = write(line, "{\"data\":" + record + "}");
                assertThat(reply).startsWith("HTTP/1.1 200").doesNotContain("canary", elsewhere);
            }

            assertThat(target.requests()).as(name[0]).hasSize(2);
            for (ReceivedRequest request : target.requests()) {
                assertThat(request.path()).isEqualTo("/in/" + name[1] + "/" + name[1]);
                assertThat(request.queryAll("t")).containsExactly(name[2]);
                assertThat(request.text()).isEqualTo(record);
                assertThat(request.headers().keySet())
                        .containsExactlyInAnyOrder(
                                "x-own",
                                "content-type",
                                "idempotency-key",
                                "content-length",
                                "host",
                                "connection",
                                "accept-encoding",
                                "user-agent");
                assertThat(request.headers().toString()).doesNotContain("canary", elsewhere);
            }
        }
        assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
    }
}
