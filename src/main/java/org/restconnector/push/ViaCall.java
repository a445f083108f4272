package org.restconnector.push;

import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.restconnector.json.Json;
import org.restconnector.json.JsonRecord;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.via.Via;

/** One record's way through {@code via}. Safe for use by many threads. */
final class ViaCall {
    private final FlowServices services;
    private final String uri;
    private final Via via;

    ViaCall(FlowServices services, String uri) {
        this.services = services;
        this.uri = uri;
        this.via = Via.of(uri);
    }

    /**
     * The record as it goes on; empty if it was dropped.
     *
     * @throws Exception if it was not taken, or the answer is no record
     */
    Optional<Waiting> pass(Waiting record) throws Exception {
        Endpoint endpoint = services.vias().find().apply(uri);
        Exchange exchange = services.template().send(endpoint, sent -> {
            sent.getMessage().setHeader("RecordFlow", record.lane().flow());
            sent.getMessage().setHeader("RecordTenant", record.lane().tenant());
            sent.getMessage().setHeader("RecordStream", record.lane().stream());
            sent.getMessage().setHeader("RecordJob", record.jobId());
            via.fill(sent, JsonRecord.of(Json.read(record.payload(), 0, record.payload().length)));
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return via.answer(exchange).map(answer -> with(record, Json.write(answer)));
    }

    private static Waiting with(Waiting record, byte[] payload) {
        return new Waiting(
                record.lane(),
                record.seq(),
                record.jobId(),
                record.index(),
                record.externalId(),
                payload,
                record.acceptedAt());
    }
}
