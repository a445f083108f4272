package org.restconnector.push;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.restconnector.http.Header;
import org.restconnector.settings.Parameters;

/** Signs requests as Standard Webhooks describes it. Safe for use by many threads. */
final class Signature {
    private final Webhook webhook;

    private Signature(Webhook webhook) {
        this.webhook = webhook;
    }

    /** With the key that the parameter of that name holds; empty if there is none. */
    static Optional<Signature> of(Parameters parameters, String name) {
        return parameters.parsed(name, text -> {
            try {
                String secret = text.strip();
                if (secret.equals("whsec_") || secret.isEmpty()) {
                    throw new IllegalArgumentException("is empty");
                }
                return new Signature(new Webhook(secret));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "is no key of Standard Webhooks; allowed is base64 of 24 to 64 bytes, with or without whsec_"
                                + " before it",
                        e);
            }
        });
    }

    /** The header fields of a request with that id and body. */
    List<Header> headers(String id, Instant now, byte[] body) {
        try {
            String text = new String(body, StandardCharsets.UTF_8);
            return List.of(
                    new Header("webhook-id", id),
                    new Header("webhook-timestamp", String.valueOf(now.getEpochSecond())),
                    new Header("webhook-signature", webhook.sign(id, now.getEpochSecond(), text)));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
