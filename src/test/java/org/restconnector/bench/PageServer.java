package org.restconnector.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves {@code /PAGES/RECORDS/BYTES?after=N}: so many pages of so many records of so many bytes,
 * with the next cursor in {@code next}. A process of its own, so that its work is not counted as
 * the client's; a page is a copy of rendered bytes with new numbers in it, so it takes next to none.
 */
final class PageServer {
    private static final Pattern REQUEST = Pattern.compile("GET /(\\d+)/(\\d+)/(\\d+)(?:\\?after=(\\d+))? .*");
    private static final int MAX_HEAD = 16_384;

    private PageServer() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("LISTENING " + server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            PageTemplate template = new PageTemplate(0, 0);
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                Matcher request = REQUEST.matcher(head.substring(0, head.indexOf('\r')));
                if (!request.matches()) {
                    throw new IOException("not a request of this server: " + head);
                }
                int records = Integer.parseInt(request.group(2));
                int bytes = Integer.parseInt(request.group(3));
                if (!template.isOf(records, bytes)) {
                    template = new PageTemplate(records, bytes);
                }
                int page = request.group(4) == null ? 0 : Integer.parseInt(request.group(4));
                out.write(template.render(page, Integer.parseInt(request.group(1))));
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static String readHead(InputStream in) throws IOException {
        byte[] head = new byte[MAX_HEAD];
        int length = 0;
        int last = 0;
        while (last != 0x0d0a0d0a) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head[length++] = (byte) b;
            last = (last << 8) | b;
        }
        return new String(head, 0, length, StandardCharsets.ISO_8859_1);
    }
}
