package org.restconnector.push;

import com.fasterxml.jackson.core.JsonToken;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.restconnector.store.Jobs.NewRecord;

/** Gathers the records of one request: their bytes as they came, and which equals one before it. */
final class InboundRecords {

    private final String externalIdField;
    private final long maxRecords;
    private final List<NewRecord> records = new ArrayList<>();
    private final Map<String, Map<String, Integer>> placesByHash = new HashMap<>();
    private final MessageDigest sha256;

    InboundRecords(String externalIdField, long maxRecords) {
        this.externalIdField = externalIdField;
        this.maxRecords = maxRecords;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    List<NewRecord> all() {
        return records;
    }

    /**
     * Takes the value whose first token the parser has read.
     *
     * @param where what a message calls it
     */
    void add(InboundParser parser, String stream, int index, String where) {
        if (parser.token() != JsonToken.START_OBJECT) {
            throw InboxRefusal.invalidState(where + " is " + parser.typeName() + "; a record has to be an object");
        }
        if (records.size() >= maxRecords) {
            throw InboxRefusal.tooLarge(
                    "there are more than " + maxRecords + " records (connector.inbox.maxPending); send several jobs");
        }
        int start = parser.tokenStart();
        Optional<String> externalId = readToEnd(parser, where);
        byte[] payload = CompactJson.of(parser.bytes(), start, parser.tokenEnd());
        add(stream, index, payload, externalId);
    }

    private Optional<String> readToEnd(InboundParser parser, String where) {
        int inside = parser.depth();
        Optional<String> externalId = Optional.empty();
        while (parser.depth() >= inside) {
            JsonToken token = parser.next();
            if (token == JsonToken.FIELD_NAME
                    && parser.depth() == inside
                    && parser.text().equals(externalIdField)) {
                externalId = externalId(parser, where);
            }
        }
        return externalId;
    }

    private Optional<String> externalId(InboundParser parser, String where) {
        JsonToken token = parser.next();
        if (token.isStructStart()) {
            throw InboxRefusal.invalidState(where + ": its " + externalIdField + " is " + parser.typeName()
                    + "; a string or a number is expected");
        }
        return token == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.text());
    }

    private void add(String stream, int index, byte[] payload, Optional<String> externalId) {
        String hash = HexFormat.of().formatHex(sha256.digest(payload));
        Integer before =
                placesByHash.computeIfAbsent(stream, name -> new HashMap<>()).putIfAbsent(hash, records.size());
        records.add(new NewRecord(
                stream,
                index,
                hash,
                externalId,
                payload,
                before == null ? OptionalInt.empty() : OptionalInt.of(before)));
    }
}
