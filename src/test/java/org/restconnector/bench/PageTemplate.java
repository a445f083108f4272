package org.restconnector.bench;

import java.nio.charset.StandardCharsets;

/** A response with a page of records, rendered once; only the numbers in it differ from page to page. */
final class PageTemplate {
    private static final String NUMBER = "1000000000";
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    private static final String START = "{\"data\":[";
    private static final String END = "],\"next\":%12s}";

    private final int records;
    private final int bytes;
    private final byte[] response;
    private final int firstNumber;

    /** @param bytes of a record, the comma after it not counted */
    PageTemplate(int records, int bytes) {
        this.records = records;
        this.bytes = bytes;
        String body =
                START + (record(bytes) + ",").repeat(Math.max(0, records - 1)) + record(bytes) + END.formatted("null");
        String head = HEAD.formatted(body.length());
        this.response = (head + body).getBytes(StandardCharsets.US_ASCII);
        this.firstNumber = head.length() + START.length() + "{\"id\":".length();
    }

    boolean isOf(int otherRecords, int otherBytes) {
        return records == otherRecords && bytes == otherBytes;
    }

    /** The response for the page with this number, counted from 0, of so many. */
    byte[] render(int page, int pages) {
        byte[] copy = response.clone();
        for (int i = 0; i < records; i++) {
            long number = Long.parseLong(NUMBER) + (long) page * records + i;
            int at = firstNumber + i * (bytes + 1);
            for (int digit = NUMBER.length() - 1; digit >= 0; digit--, number /= 10) {
                copy[at + digit] = (byte) ('0' + number % 10);
            }
        }
        String next = page + 1 < pages ? "\"" + (page + 1) + "\"" : "null";
        byte[] end = END.formatted(next).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, copy, copy.length - end.length, end.length);
        return copy;
    }

    private static String record(int bytes) {
        if (bytes == 0) {
            return "";
        }
        StringBuilder record = new StringBuilder("{\"id\":" + NUMBER
                + ",\"name\":\"Ada Lovelace\",\"active\":true,\"amount\":1234.56,\"count\":7,\"parent\":null"
                + ",\"tags\":[\"a\",\"b\"],\"address\":{\"city\":\"London\"}");
        for (int field = 0; record.length() + 120 < bytes; field++) {
            record.append(",\"field%d\":\"%s\"".formatted(field, "value ".repeat(12)));
        }
        String note = ",\"note\":\"";
        record.append(note);
        record.append("x".repeat(bytes - record.length() - "\"}".length()));
        return record.append("\"}").toString();
    }
}
