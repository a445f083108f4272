package org.restconnector.pull;

import java.util.Objects;
import java.util.Optional;

/**
 * What a run knows of those before it.
 *
 * @param watermark of an incremental pull
 * @param value JSON, as stored when the run began, {@code null} if there was none; empty for pulls that are not
 *     incremental
 * @param apart whether the run leaves state, checkpoint and memory alone: a backfill
 */
record RunMemory(Optional<Watermark> watermark, Optional<String> value, DeliveredFilter filter, boolean apart) {
    RunMemory {
        Objects.requireNonNull(watermark, "watermark");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(filter, "filter");
    }
}
