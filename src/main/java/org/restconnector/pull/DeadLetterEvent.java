package org.restconnector.pull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.NewDeadLetter;

/** A dead letter as the commands and the route {@code dead-letter} show it. */
public final class DeadLetterEvent {
    private DeadLetterEvent() {}

    /** All but the record, in the order they are shown. */
    public static Map<String, Object> fields(DeadLetter deadLetter) {
        NewDeadLetter letter = deadLetter.letter();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", deadLetter.id());
        fields.put("at", deadLetter.createdAt().toString());
        fields.put(letter.origin().direction(), letter.origin().name());
        letter.origin().stream().ifPresent(stream -> fields.put("stream", stream));
        letter.origin().tenant().ifPresent(tenant -> fields.put("tenant", tenant));
        fields.put(
                letter.origin().direction().equals("pull") ? "run" : "job",
                letter.origin().job());
        fields.put("recordId", letter.recordId());
        fields.put(
                "lastStatus",
                letter.lastStatus().isPresent() ? letter.lastStatus().getAsInt() : null);
        fields.put("reason", letter.reason());
        fields.put("attempts", letter.attempts());
        return fields;
    }

    /** With the record. */
    public static Map<String, Object> fieldsWithRecord(DeadLetter deadLetter) {
        Map<String, Object> fields = fields(deadLetter);
        byte[] record = deadLetter.letter().record();
        try {
            fields.put("record", Json.read(record, 0, record.length));
        } catch (IOException e) {
            throw new IllegalStateException("the stored record of dead letter " + deadLetter.id() + " is damaged", e);
        }
        return fields;
    }

    static String json(DeadLetter deadLetter) {
        return Json.text(fieldsWithRecord(deadLetter));
    }
}
