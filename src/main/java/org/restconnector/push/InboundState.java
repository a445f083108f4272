package org.restconnector.push;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a job's body: {@code {"state":{"Contact":[{...}]},"job_name":...}}. */
final class InboundState {

    private static final int MAX_JOB_NAME = 500;

    private final InboundParser parser;
    private final FlowDirectory.Flow flow;
    private final InboundRecords records;
    private final List<String> streams = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private boolean hasState;

    private InboundState(InboundParser parser, FlowDirectory.Flow flow, long maxRecords) {
        this.parser = parser;
        this.flow = flow;
        this.records = new InboundRecords(flow.externalIdField(), maxRecords);
    }

    static InboundJob read(byte[] body, FlowDirectory.Flow flow, long maxRecords) {
        try (InboundParser parser = InboundParser.open(body, 0, body.length, "")) {
            return new InboundState(parser, flow, maxRecords).read();
        }
    }

    private InboundJob read() {
        if (parser.next() == null) {
            throw parser.invalid("the body is empty");
        }
        expect(JsonToken.START_OBJECT, "the body", "an object with the field 'state'");
        while (parser.next() == JsonToken.FIELD_NAME) {
            field(parser.text());
        }
        parser.end();
        if (!hasState) {
            throw InboxRefusal.invalidState("the body has no field 'state', which holds the records by stream");
        }
        return new InboundJob(name, streams, records.all());
    }

    private void field(String field) {
        parser.next();
        switch (field) {
            case "state" -> state();
            case "job_name" -> name = jobName();
            case "job_type" -> {
                if (parser.token() != JsonToken.VALUE_STRING || !parser.text().equals("write")) {
                    throw InboxRefusal.of(
                            400, "unsupported", "job_type has to be \"write\"; there are no other jobs here");
                }
            }
            default -> parser.skipValue();
        }
    }

    private Optional<String> jobName() {
        if (parser.token() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        expect(JsonToken.VALUE_STRING, "job_name", "a string");
        String text = parser.text();
        if (text.length() > MAX_JOB_NAME) {
            throw InboxRefusal.invalidState("job_name has more than " + MAX_JOB_NAME + " characters");
        }
        return Optional.of(text).filter(value -> !value.isBlank());
    }

    private void state() {
        hasState = true;
        expect(JsonToken.START_OBJECT, "state", "an object of arrays by stream");
        while (parser.next() == JsonToken.FIELD_NAME) {
            String stream = parser.text();
            InboundStream.check(flow, stream);
            streams.add(stream);
            parser.next();
            expect(JsonToken.START_ARRAY, "state." + stream, "an array of records");
            int index = 0;
            while (parser.next() != JsonToken.END_ARRAY) {
                records.add(parser, stream, index, "state." + stream + "[" + index + "]");
                index++;
            }
        }
    }

    private void expect(JsonToken token, String what, String expected) {
        if (parser.token() != token) {
            throw InboxRefusal.invalidState(what + " is " + parser.typeName() + "; it has to be " + expected);
        }
    }
}
