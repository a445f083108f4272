package org.restconnector.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the demo shop on the loopback address: {@code /demo/orders} by page number, {@code /demo/customers} by cursor
 * and slowly, {@code /demo/products} by Link header after two refusals; {@code /demo/contacts} takes contacts. Its data
 * never changes. Safe for use by many threads.
 */
public final class DemoApi implements AutoCloseable {
    public static final int DEFAULT_PORT = 8099;

    private static final String NAME = "camel-rest-connector demo";
    private static final int PROBE_TIMEOUT_MILLIS = 2000;

    private final int port;
    private HttpServer server;
    private ExecutorService threads;

    /** Takes {@code 0} as any free port. */
    public DemoApi(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("connector.demo.port is " + port + "; allowed are 0 to 65535");
        }
        this.port = port;
    }

    /**
     * Starts the API; where another instance of it already serves the port, that one is used.
     *
     * @throws IOException if another program has the port
     */
    public synchronized void start() throws IOException {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            if (isServedByAnotherDemo()) {
                return;
            }
            throw new IOException(
                    "demo: port " + port + " is taken by another program;"
                            + " set connector.demo.port to a free one, or connector.demo=false",
                    e);
        }
        threads = Executors.newCachedThreadPool(DemoApi::thread);
        server.setExecutor(threads);
        server.createContext("/demo", exchange -> Answers.send(exchange, 200, Map.of("name", NAME)));
        server.createContext("/demo/orders", new OrderPages());
        server.createContext("/demo/customers", new CustomerPages());
        server.createContext("/demo/products", new ProductPages());
        server.createContext("/demo/contacts", new ContactTarget());
        server.start();
    }

    /** The port it serves. */
    public synchronized int port() {
        return server == null ? port : server.getAddress().getPort();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
    }

    private boolean isServedByAnotherDemo() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
            socket.getOutputStream().write("GET /demo HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(1000);
            return new String(answer, StandardCharsets.UTF_8).contains(NAME);
        } catch (IOException e) {
            return false;
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "demo-api");
        thread.setDaemon(true);
        return thread;
    }
}
