package org.restconnector.push;

import java.util.Arrays;

/** Valid JSON without the white space between its tokens; all else stays as it is, byte by byte. */
final class CompactJson {

    private CompactJson() {}

    static byte[] of(byte[] json, int start, int end) {
        byte[] compact = new byte[end - start];
        int length = 0;
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte b = json[i];
            if (inString) {
                if (b == '\\') {
                    compact[length++] = b;
                    b = json[++i];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                continue;
            } else if (b == '"') {
                inString = true;
            }
            compact[length++] = b;
        }
        return length == compact.length ? compact : Arrays.copyOf(compact, length);
    }
}
