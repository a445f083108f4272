package org.restconnector.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Workspace;

/**
 * Records accepted and delivered by the product, a process of its own, each beside its baseline in turns: the
 * store alone, and a loop of the JDK's HttpClient to the same target. Prints medians;
 * {@code -Dbench.rounds} changes its length.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FlowBench {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final String KEY = "bench";
    private static final int CONCURRENCY = 4;

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ChildProcess target;
    private ChildProcess product;
    private int targetPort;
    private int port;

    @BeforeEach
    void startTarget() {
        target = ChildProcess.of(TargetServer.class, directory).start();
        targetPort = port(target.awaitOut(line -> line.startsWith("LISTENING ")));
    }

    private void startProduct(int batchSize) throws Exception {
        Workspace workspace = new Workspace(Files.createDirectories(directory.resolve("product")))
                .property("connector.api.keys", KEY)
                .property("connector.inbox.maxPending", "100000000")
                .routes(
                        "crm",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: crm}
                              - {name: url, value: "http://127.0.0.1:%d/in"}
                              - {name: batchSize, value: %d}
                              - {name: concurrency, value: %d}
                        """
                                .formatted(targetPort, batchSize, CONCURRENCY));
        product = ChildProcess.of(Class.forName("org.restconnector.Main"), workspace.directory())
                .start("run");
        port = port(product.awaitErr(line -> line.contains("HTTP API at")));
    }

    private static int port(String line) {
        return Integer.parseInt(line.replaceAll("^.*?(?:127.0.0.1:|LISTENING )(\\d+).*$", "$1"));
    }

    @AfterEach
    void stop() {
        target.close();
        product.close();
    }

    /** Something to measure: returns records a second. */
    private interface Contender {
        double rate() throws Exception;
    }

    @Test
    void acceptedInJobsOf1000() throws Exception {
        startProduct(500);
        pause();
        byte[] job = RawClient.post("/dev/crm/acme/jobs", KEY, jobBody(1000));
        compareAccepting("accepted in jobs of 1,000, 4 connections", 4, 100, 1000, job);
    }

    @Test
    void acceptedOneByOne() throws Exception {
        startProduct(500);
        pause();
        byte[] record = RawClient.post("/dev/crm/acme/records/Contact", KEY, recordBody(1));
        compareAccepting("accepted one by one, 64 connections", 64, 300, 1, record);
    }

    private void compareAccepting(String what, int connections, int requests, int records, byte[] request)
            throws Exception {
        try (StoreAlone store = new StoreAlone(directory.resolve("store"))) {
            Map<String, Contender> contenders = new LinkedHashMap<>();
            contenders.put(
                    "store alone",
                    () -> rate(connections, (long) requests * records, () -> {
                        for (int i = 0; i < requests; i++) {
                            store.accept(records);
                        }
                        return null;
                    }));
            contenders.put("product", () -> accept(connections, requests, records, request));
            print(what, contenders);
        }
    }

    private double accept(int connections, int requests, int records, byte[] request) throws Exception {
        return rate(connections, (long) requests * records, () -> {
            try (RawClient client = new RawClient(port)) {
                for (int i = 0; i < requests; i++) {
                    client.send(request);
                }
            }
            return null;
        });
    }

    @Test
    void deliveredInBatchesOf500() throws Exception {
        startProduct(500);
        compareDelivery("delivered in batches of 500", 200, jobBody(1000), 500);
    }

    @Test
    void deliveredOneByOne() throws Exception {
        startProduct(1);
        compareDelivery("delivered one by one", 20, jobBody(1000), 1);
    }

    private void compareDelivery(String what, int jobsARound, byte[] job, int batchSize) throws Exception {
        try (StoreAlone store = new StoreAlone(directory.resolve("store"))) {
            compareDelivery(what, jobsARound, job, batchSize, store);
        }
    }

    private void compareDelivery(String what, int jobsARound, byte[] job, int batchSize, StoreAlone store)
            throws Exception {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        byte[] batch = batchSize == 1 ? recordBody(1) : arrayBody(batchSize);
        int requests = jobsARound * 1000 / batchSize / CONCURRENCY;
        contenders.put("loop of HttpClient", () -> loop(requests, batchSize, batch));
        contenders.put("store alone", () -> {
            for (int i = 0; i < jobsARound; i++) {
                store.accept(1000);
            }
            return rate(CONCURRENCY, (long) requests * batchSize, () -> {
                for (int i = 0; i < requests; i++) {
                    store.deliver(batchSize);
                }
                return null;
            });
        });
        contenders.put("product", () -> deliver(jobsARound, job));
        print(what + ", " + CONCURRENCY + " requests in flight", contenders);
    }

    private double loop(int requests, int records, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + targetPort + "/in"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return rate(CONCURRENCY, (long) requests * records, () -> {
            for (int i = 0; i < requests; i++) {
                send(request);
            }
            return null;
        });
    }

    private void send(HttpRequest request) throws Exception {
        try {
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            // now and then the JDK's client closes a connection that it has just taken
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private double deliver(int count, byte[] body) throws Exception {
        pause();
        String last = "";
        try (RawClient client = new RawClient(port)) {
            byte[] job = RawClient.post("/dev/crm/acme/jobs", KEY, body);
            for (int i = 0; i < count; i++) {
                last = client.send(job);
            }
            String id = last.replaceAll("^.*\"job_id\":\"([^\"]+)\".*$", "$1");
            long start = System.nanoTime();
            client.send(RawClient.post("/api/flows/crm/resume", KEY, new byte[0]));
            byte[] look = ("GET /dev/crm/acme/jobs?limit=1 HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY + "\r\n\r\n")
                    .getBytes(UTF_8);
            Awaitility.await()
                    .atMost(5, TimeUnit.MINUTES)
                    .pollDelay(20, TimeUnit.MILLISECONDS)
                    .pollInterval(20, TimeUnit.MILLISECONDS)
                    .until(() -> {
                        String list = client.send(look);
                        return list.contains(id) && list.contains("JOB_COMPLETED");
                    });
            return count * 1000 / ((System.nanoTime() - start) / 1e9);
        }
    }

    private void pause() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.post("/api/flows/crm/pause", KEY, new byte[0]));
        }
    }

    private static double rate(int threads, long records, Callable<Void> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
            return threads * records / ((System.nanoTime() - start) / 1e9);
        } finally {
            pool.shutdownNow();
        }
    }

    private static byte[] jobBody(int records) {
        return ("{\"state\":{\"Contact\":" + new String(arrayBody(records), UTF_8) + "}}").getBytes(UTF_8);
    }

    private static byte[] arrayBody(int records) {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < records; i++) {
            body.append(i == 0 ? "" : ",").append(new String(recordBody(i), UTF_8));
        }
        return body.append(']').toString().getBytes(UTF_8);
    }

    private static byte[] recordBody(int id) {
        return "{\"id\":%d,\"name\":\"Ada\",\"email\":\"ada%d@example.com\",\"note\":\"%s\"}"
                .formatted(id, id, "x".repeat(130))
                .getBytes(UTF_8);
    }

    private static void print(String title, Map<String, Contender> contenders) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                double rate = contender.getValue().rate();
                if (round > 0) {
                    rates.computeIfAbsent(contender.getKey(), k -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        double first = median(rates.values().iterator().next());
        StringBuilder table = new StringBuilder("%n%s, median of %d rounds%n%-24s %12s %12s %12s %12s%n"
                .formatted(title, ROUNDS, "", "records/s", "lowest", "highest", "of the first"));
        rates.forEach((name, values) -> table.append("%-24s %,12.0f %,12.0f %,12.0f %12.2f%n"
                .formatted(
                        name,
                        median(values),
                        values.stream().min(Double::compare).orElseThrow(),
                        values.stream().max(Double::compare).orElseThrow(),
                        median(values) / first)));
        System.out.println(String.format(Locale.ROOT, "%s", table));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
