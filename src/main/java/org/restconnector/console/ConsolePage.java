package org.restconnector.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Body;
import org.restconnector.push.InboundRequest;
import org.restconnector.push.InboxAnswer;

/** The page, its style and its script: files of the jar, which hold no data and need no key. */
public final class ConsolePage {
    /** Nothing from outside, nothing inline; nobody may put the page into a frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String prefix;
    private final String env;

    ConsolePage(String prefix, String env) {
        this.prefix = prefix;
        this.env = env;
    }

    /** {@code GET /} */
    public InboxAnswer html(@Body InboundRequest request) {
        String page = new String(file("console.html"), StandardCharsets.UTF_8)
                .replace("@prefix@", escaped(prefix))
                .replace("@env@", escaped(env));
        return answer("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code GET /console/console.css} */
    public InboxAnswer css(@Body InboundRequest request) {
        return answer("text/css; charset=utf-8", file("console.css"));
    }

    /** {@code GET /console/console.js} */
    public InboxAnswer js(@Body InboundRequest request) {
        return answer("text/javascript; charset=utf-8", file("console.js"));
    }

    private static InboxAnswer answer(String type, byte[] body) {
        return InboxAnswer.of(
                200,
                type,
                body,
                Map.of(
                        "Content-Security-Policy", POLICY,
                        "Cross-Origin-Opener-Policy", "same-origin",
                        "Referrer-Policy", "no-referrer",
                        "X-Frame-Options", "DENY",
                        // a new version of the program has a new page
                        "Cache-Control", "no-cache"));
    }

    private static byte[] file(String name) {
        try (InputStream in = ConsolePage.class.getResourceAsStream("/connector/console/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
