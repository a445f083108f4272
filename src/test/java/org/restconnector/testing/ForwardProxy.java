package org.restconnector.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy: tunnels by CONNECT, forwards a request whose target is a whole URL, refuses all else. One
 * request a connection, unless it is a tunnel. Every host name leads to the loopback address.
 */
public final class ForwardProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private ForwardProxy(ServerSocket server) {
        this.server = server;
    }

    public static ForwardProxy start() {
        try {
            ForwardProxy proxy = new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers 403 from now on. */
    public ForwardProxy refusing() {
        refusing = true;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** As the parameter {@code proxy} names it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The first line of each request: {@code CONNECT host:port HTTP/1.1}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String line = head.lines().findFirst().orElse("");
            requests.add(line);
            String[] parts = line.split(" ");
            if (refusing || parts.length != 3) {
                client.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } else if (parts[0].equals("CONNECT")) {
                tunnel(client, Integer.parseInt(parts[1].substring(parts[1].lastIndexOf(':') + 1)));
            } else {
                forward(client, head, parts);
            }
        } catch (IOException e) {
            // the client or the test went away
        }
    }

    private void tunnel(Socket client, int port) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(target);
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            relay(client, target);
        }
    }

    private void forward(Socket client, String head, String[] parts) throws IOException {
        URI url = URI.create(parts[1]);
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            open.add(target);
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            String own = parts[0] + " " + url.getRawPath() + query
                    + " HTTP/1.1\r\nVia: 1.1 test-proxy\r\nConnection: close\r\n";
            target.getOutputStream()
                    .write((own + head.substring(head.indexOf("\r\n") + 2)).getBytes(StandardCharsets.ISO_8859_1));
            relay(client, target);
        }
    }

    private void relay(Socket client, Socket target) throws IOException {
        threads.execute(() -> copy(client, target));
        target.getInputStream().transferTo(client.getOutputStream());
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of the two is closed
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("the head of a request ends early");
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
