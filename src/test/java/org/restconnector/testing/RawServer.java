package org.restconnector.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket that answers what an HTTP server would not: broken status lines, silence, resets. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Conversation conversation;
    private final AtomicInteger connections = new AtomicInteger();

    private RawServer(ServerSocket socket, Conversation conversation) {
        this.socket = socket;
        this.conversation = conversation;
    }

    /** What happens on one connection, which is closed afterwards. */
    @FunctionalInterface
    public interface Conversation {
        void hold(Socket client) throws IOException;
    }

    public static RawServer start(Conversation conversation) {
        try {
            RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
            Thread thread = new Thread(server::accept, "raw-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a request's head, then sends these lines as they are and closes. */
    public static RawServer sending(String bytes) {
        return start(client -> {
            readHead(client);
            client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            client.getOutputStream().flush();
        });
    }

    /** Takes the connection and the request, and never answers. */
    public static RawServer silent() {
        return start(client -> {
            while (client.getInputStream().read() >= 0) {
                // Reading on until the client gives up.
            }
        });
    }

    /** Resets each connection once its request has come. */
    public static RawServer resetting() {
        return start(client -> {
            readHead(client);
            client.setSoLinger(true, 0);
        });
    }

    /** A port of the loopback address at which nobody listens. */
    public static int closedPort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** How many connections have come so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> hold(client), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void hold(Socket client) {
        try (client) {
            conversation.hold(client);
        } catch (IOException e) {
            // The client has gone, which is what these tests are about.
        }
    }

    private static void readHead(Socket client) throws IOException {
        int last = 0;
        for (int b = client.getInputStream().read();
                b >= 0;
                b = client.getInputStream().read()) {
            last = (last << 8) | b;
            if (last == 0x0d0a0d0a) {
                return;
            }
        }
    }
}
