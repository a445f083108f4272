package org.restconnector.pull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;
import org.restconnector.store.DeliveredRecords;

/** What is kept of records that were delivered: half of the SHA-256 of their ids and contents. Used by one thread. */
final class RecordHashes {
    private static final int BYTES = 16;

    private final boolean hasKey;
    private final RecordIds ids;
    private final MessageDigest digest = Fingerprint.sha256();

    RecordHashes(List<FieldPath> primaryKey) {
        this.hasKey = !primaryKey.isEmpty();
        this.ids = new RecordIds(primaryKey);
    }

    DeliveredRecords.Entry of(Map<String, Object> record, Optional<SinceValue> order) {
        ByteBuffer content = hash(Json.write(record));
        ByteBuffer id = hasKey ? hash(ids.of(record).getBytes(StandardCharsets.UTF_8)) : content;
        return new DeliveredRecords.Entry(id, content, order.map(SinceValue::key));
    }

    private ByteBuffer hash(byte[] bytes) {
        return ByteBuffer.wrap(digest.digest(bytes), 0, BYTES).slice();
    }
}
