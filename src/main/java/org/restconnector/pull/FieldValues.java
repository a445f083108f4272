package org.restconnector.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;

/** Reads the incremental field of a run's records, and what a user should know of it. Used by one thread. */
final class FieldValues {
    /** The warning of a run that met values which it could not use. */
    private static final String ODD = "incremental_type";

    /** The warning of a run whose records all lack the field. */
    private static final String MISSING = "incremental_missing";

    private static final int LONGEST = 80;

    private final IncrementalSettings settings;
    private Optional<String> odd = Optional.empty();
    private boolean hasRecords;
    private boolean hasValues;

    FieldValues(IncrementalSettings settings) {
        this.settings = settings;
    }

    /**
     * A value for each record; empty for one that has nothing there, or nothing of use.
     *
     * @param measure whose kind they must be of; empty: of the first one's
     */
    List<Optional<SinceValue>> of(List<Map<String, Object>> records, Optional<SinceValue> measure) {
        List<Optional<SinceValue>> values = new ArrayList<>(records.size());
        Optional<SinceValue> like = measure;
        for (Map<String, Object> record : records) {
            Optional<Object> found = settings.field().find(record).filter(value -> !value.equals(""));
            Optional<SinceValue> value = usable(found, like);
            if (found.isPresent() && value.isEmpty()) {
                note(found.get(), like);
            }
            values.add(value);
            like = like.or(() -> value);
            hasValues |= value.isPresent();
        }
        hasRecords |= !records.isEmpty();
        return values;
    }

    private Optional<SinceValue> usable(Optional<Object> found, Optional<SinceValue> like) {
        return found.flatMap(settings.format()::read)
                .filter(value -> like.isEmpty() || like.get().isLike(value));
    }

    private void note(Object found, Optional<SinceValue> like) {
        if (odd.isPresent()) {
            return;
        }
        String wanted = settings.format().ofTimes()
                ? "a time"
                : like.map(value -> "of the kind of " + value.json()).orElse("text or a number");
        String text = Json.text(found);
        odd = Optional.of(ODD + ": '" + settings.field() + "' is "
                + (text.length() > LONGEST ? Json.typeName(found) : text) + " in a record, and not " + wanted
                + "; such records are delivered and move nothing");
    }

    /** @param newest the largest value seen */
    List<String> warnings(Optional<SinceValue> newest) {
        if (hasRecords && !hasValues && odd.isEmpty()) {
            return List.of(MISSING + ": no record of the run has '" + settings.field() + "'");
        }
        Optional<String> idle = newest.filter(
                        value -> value.time().isEmpty() && !settings.lookback().isZero())
                .map(value -> ODD + ": lookback needs times, but '" + settings.field() + "' holds " + value.json()
                        + "; a number is one with sinceFormat epoch or epoch-millis");
        return idle.or(() -> odd).stream().toList();
    }
}
