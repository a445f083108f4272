package org.restconnector.push;

import java.util.OptionalInt;

/** A request that is refused: what its sender is told, and nothing of what went on inside. */
public final class InboxRefusal extends RuntimeException {

    private final int status;
    private final String code;
    private final OptionalInt retryAfterSeconds;

    private InboxRefusal(int status, String code, String message, OptionalInt retryAfterSeconds, Throwable cause) {
        // a refusal is an answer: it needs no stack trace
        super(message, cause, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** @param code of the error in the answer */
    public static InboxRefusal of(int status, String code, String message) {
        return new InboxRefusal(status, code, message, OptionalInt.empty(), null);
    }

    static InboxRefusal later(int status, String code, String message, int seconds) {
        return new InboxRefusal(status, code, message, OptionalInt.of(seconds), null);
    }

    public static InboxRefusal invalidJson(String message) {
        return of(400, "invalid_json", message);
    }

    static InboxRefusal invalidState(String message) {
        return of(400, "invalid_state", message);
    }

    public static InboxRefusal invalidParameter(String message) {
        return of(400, "invalid_parameter", message);
    }

    static InboxRefusal unauthorized() {
        return of(401, "unauthorized", "the header x-api-key is missing or holds no known key");
    }

    static InboxRefusal forbidden() {
        return of(403, "forbidden", "this key may not do this");
    }

    static InboxRefusal unknownFlow(String flow) {
        return of(404, "unknown_flow", "there is no flow '" + flow + "' here");
    }

    static InboxRefusal unknownTenant(String flow, String tenant) {
        return of(404, "unknown_tenant", "the flow " + flow + " does not know the tenant '" + tenant + "'");
    }

    static InboxRefusal unknownJob() {
        return of(404, "unknown_job", "there is no such job of this flow and tenant");
    }

    static InboxRefusal notFound() {
        return of(404, "not_found", "there is no such call; /openapi.json lists them");
    }

    static InboxRefusal tooLarge(String message) {
        return of(413, "too_large", message);
    }

    static InboxRefusal unsupportedMediaType(String message) {
        return of(415, "unsupported_media_type", message);
    }

    static InboxRefusal bodyTooLarge(int maxBytes) {
        return tooLarge("the body is larger than " + maxBytes + " bytes (connector.inbox.maxBytes)");
    }

    static InboxRefusal busy() {
        return later(
                503, "busy", "the requests in work fill the memory (connector.inbox.maxBytesInWork); ask again", 1);
    }

    static InboxRefusal tooSlow() {
        return of(408, "too_slow", "the request did not come in time (connector.inbox.timeout)");
    }

    static InboxRefusal stopping() {
        return later(503, "stopping", "this instance is stopping; ask again", 5);
    }

    InboxAnswer answer() {
        return InboxAnswer.error(status, code, getMessage(), retryAfterSeconds);
    }
}
