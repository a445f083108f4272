package org.restconnector.push;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the records of one stream: an object, an array of objects, or an object a line. */
final class InboundStream {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private InboundStream() {}

    /** @throws InboxRefusal if a stream cannot be called so, or the flow does not accept it */
    static void check(FlowDirectory.Flow flow, String stream) {
        InboundNames.checkStream(stream);
        if (!flow.accepts(stream)) {
            throw InboxRefusal.of(
                    400, "unknown_stream", "the flow " + flow.name() + " does not accept the stream '" + stream + "'");
        }
    }

    static InboundJob read(byte[] body, boolean lines, FlowDirectory.Flow flow, String stream, long maxRecords) {
        check(flow, stream);
        InboundRecords records = new InboundRecords(flow.externalIdField(), maxRecords);
        if (lines) {
            readLines(body, stream, records);
        } else {
            readValue(body, stream, records);
        }
        return new InboundJob(Optional.empty(), List.of(stream), records.all());
    }

    private static void readValue(byte[] body, String stream, InboundRecords records) {
        try (InboundParser parser = InboundParser.open(body, 0, body.length, "")) {
            JsonToken first = parser.next();
            if (first == null) {
                throw parser.invalid("the body is empty");
            }
            if (first == JsonToken.START_ARRAY) {
                int index = 0;
                while (parser.next() != JsonToken.END_ARRAY) {
                    records.add(parser, stream, index, stream + "[" + index + "]");
                    index++;
                }
            } else {
                records.add(parser, stream, 0, stream + "[0]");
            }
            parser.end();
        }
    }

    private static void readLines(byte[] body, String stream, InboundRecords records) {
        int line = 0;
        int index = 0;
        long tokens = 0;
        for (int start = 0; start < body.length; ) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            line++;
            if (!blank(body, start, end)) {
                String place = "line " + line + ": ";
                try (InboundParser parser = InboundParser.open(body, start, end - start, place)) {
                    parser.next();
                    records.add(parser, stream, index, place + stream + "[" + index + "]");
                    index++;
                    parser.end();
                    tokens += parser.tokens();
                    if (tokens > InboundParser.MAX_TOKENS) {
                        throw parser.invalid("the body has more than " + InboundParser.MAX_TOKENS + " tokens");
                    }
                }
            }
            start = end + 1;
        }
    }

    /** A byte order mark, which stands where files were put together, is nothing either. */
    private static boolean blank(byte[] body, int start, int end) {
        boolean marked =
                end - start >= MARK.length && Arrays.equals(body, start, start + MARK.length, MARK, 0, MARK.length);
        for (int i = marked ? start + MARK.length : start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
