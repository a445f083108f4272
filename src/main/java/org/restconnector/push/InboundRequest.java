package org.restconnector.push;

import java.util.Map;
import java.util.Optional;
import org.restconnector.log.Actor;

/**
 * All that a call sees of a request.
 *
 * @param path the named segments of its path, decoded
 * @param body as sent, maybe compressed
 * @param access what its key may do
 * @param address of who sent it, if the server says so
 */
public record InboundRequest(
        Map<String, String> path,
        InboundQuery query,
        Optional<String> idempotencyKey,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        byte[] body,
        ApiAccess access,
        Optional<String> address) {

    /** Who asks, for the audit log. */
    public Actor actor() {
        return new Actor("key " + access.key(), address);
    }

    /**
     * The body, decompressed.
     *
     * @throws InboxRefusal if it is larger than that, or no JSON by its type
     */
    public byte[] json(int maxBytes) {
        return new InboundBody(maxBytes).json(this);
    }

    String env() {
        return path.get("env");
    }

    String flow() {
        return path.get("flow");
    }

    String tenant() {
        return path.get("tenant");
    }

    String stream() {
        return path.get("stream");
    }

    String job() {
        return path.get("job");
    }
}
