package org.restconnector.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves {@code /FORMAT/MEGABYTES}: one page of so many megabytes, 1,024 records of 1,024 bytes each, as
 * {@code json} (their number before the array, the next cursor behind it), {@code jsonl} or {@code csv}. A
 * process of its own, so that neither its work nor its memory is counted as the client's.
 */
final class LargePageServer {
    /** Records of a megabyte. */
    static final int RECORDS = 1024;

    private static final int BYTES = 1024;
    private static final String NUMBER = "1000000000";
    private static final Pattern REQUEST = Pattern.compile("GET /(json|jsonl|csv)/(\\d+)(?:\\?.*)? .*");
    private static final Map<String, String> TYPES =
            Map.of("json", "application/json", "jsonl", "application/x-ndjson", "csv", "text/csv");

    private LargePageServer() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("LISTENING " + server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            Matcher request = REQUEST.matcher(readLine(new BufferedInputStream(client.getInputStream())));
            if (!request.matches()) {
                throw new IOException("not a request of this server");
            }
            send(client.getOutputStream(), request.group(1), Integer.parseInt(request.group(2)));
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static void send(OutputStream out, String format, int megabytes) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: " + TYPES.get(format) + "\r\nConnection: close\r\n\r\n");
        boolean json = format.equals("json");
        write(
                out,
                json
                        ? "{\"total\":" + megabytes * RECORDS + ",\"data\":["
                        : format.equals("csv") ? "id,name,note\n" : "");
        String record = record(format);
        byte[] block = record.repeat(RECORDS).getBytes(StandardCharsets.US_ASCII);
        int number = record.indexOf(NUMBER);
        for (int megabyte = 0; megabyte < megabytes; megabyte++) {
            for (int i = 0; i < RECORDS; i++) {
                long id = Long.parseLong(NUMBER) + (long) megabyte * RECORDS + i;
                for (int digit = NUMBER.length() - 1; digit >= 0; digit--, id /= 10) {
                    block[i * BYTES + number + digit] = (byte) ('0' + id % 10);
                }
            }
            boolean last = json && megabyte == megabytes - 1;
            out.write(block, 0, last ? block.length - 1 : block.length);
        }
        write(out, json ? "],\"paging\":{\"next\":null}}" : "");
    }

    private static String record(String format) {
        boolean csv = format.equals("csv");
        String start = csv ? NUMBER + ",Ada Lovelace," : "{\"id\":" + NUMBER + ",\"name\":\"Ada Lovelace\",\"note\":\"";
        String end = csv ? "\n" : format.equals("json") ? "\"}," : "\"}\n";
        return start + "x".repeat(BYTES - start.length() - end.length()) + end;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
