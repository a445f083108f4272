package org.restconnector.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running program takes of the machine. Megabytes, but for the counts. */
record SoakSample(double rss, double heap, long files, long threads, double log, double database) {
    static final String HEAD =
            "%8s %8s %8s %8s %8s %8s".formatted("RSS MB", "heap MB", "files", "threads", "WAL MB", "store MB");
    private static final double MEGABYTE = 1 << 20;
    private static final Pattern USED = Pattern.compile("(?:total|used) (\\d+)K(?:, used (\\d+)K)?");

    /** @param data the program's data directory */
    static SoakSample of(long pid, Path data) throws IOException, InterruptedException {
        double heap = heapAfterCollection(pid);
        return new SoakSample(
                status(pid, "VmRSS") / 1024.0,
                heap,
                files(pid),
                status(pid, "Threads"),
                Files.size(data.resolve("connector.db-wal")) / MEGABYTE,
                Files.size(data.resolve("connector.db")) / MEGABYTE);
    }

    private static long status(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long files(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.count();
        }
    }

    private static double heapAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        double used = 0;
        // a line for each generation
        for (String line : jcmd(pid, "GC.heap_info").lines().toList()) {
            Matcher matcher = USED.matcher(line);
            if (line.contains("generation") && matcher.find() && matcher.group(2) != null) {
                used += Long.parseLong(matcher.group(2)) / 1024.0;
            }
        }
        return used;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.0f %8.1f %8d %8d %8.1f %8.1f", rss, heap, files, threads, log, database);
    }
}
