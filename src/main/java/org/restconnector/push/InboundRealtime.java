package org.restconnector.push;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;
import java.util.Optional;

/** Reads the body of a real-time write: {@code {"data":{...},"async":false}}. */
record InboundRealtime(InboundJob job, boolean async) {

    static InboundRealtime read(byte[] body, FlowDirectory.Flow flow, String stream) {
        InboundStream.check(flow, stream);
        InboundRecords records = new InboundRecords(flow.externalIdField(), 1);
        boolean async = false;
        try (InboundParser parser = InboundParser.open(body, 0, body.length, "")) {
            JsonToken first = parser.next();
            if (first == null) {
                throw parser.invalid("the body is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw InboxRefusal.invalidState(
                        "the body is " + parser.typeName() + "; it has to be an object with the field 'data'");
            }
            while (parser.next() == JsonToken.FIELD_NAME) {
                String field = parser.text();
                parser.next();
                switch (field) {
                    case "data" -> records.add(parser, stream, 0, "data (" + stream + "[0])");
                    case "async" -> async = flag(parser);
                    default -> parser.skipValue();
                }
            }
            parser.end();
        }
        if (records.all().isEmpty()) {
            throw InboxRefusal.invalidState("the body has no field 'data', which holds the record");
        }
        return new InboundRealtime(new InboundJob(Optional.empty(), List.of(stream), records.all()), async);
    }

    private static boolean flag(InboundParser parser) {
        return switch (parser.token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default ->
                throw InboxRefusal.invalidState("async is " + parser.typeName() + "; it has to be true or false");
        };
    }
}
