package org.restconnector.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.restconnector.json.Json;
import org.restconnector.store.PageTransaction;

/**
 * Appends records to a file of JSON Lines; the bean of the kamelet {@code jsonl-sink}. Within a
 * page of a pull it writes when the page ends, else an exchange at a time.
 */
public final class JsonlSink extends ServiceSupport implements Processor, CamelContextAware {
    private CamelContext camelContext;
    private String file = "";
    private Path path;
    private JsonlFiles files;
    private volatile Optional<JsonlFile> found = Optional.empty();

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public void setFile(String file) {
        this.file = file;
    }

    @Override
    protected void doStart() throws Exception {
        if (file.isBlank()) {
            throw new IllegalArgumentException("jsonl-sink: file is empty; name a file, data/orders.jsonl");
        }
        try {
            path = Path.of(file).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("jsonl-sink: file '" + file + "' is not a path", e);
        }
        if (path.getFileName() == null || Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IllegalArgumentException("jsonl-sink: file '" + file + "' is not a regular file");
        }
        files = JsonlFiles.of(camelContext);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<byte[]> lines =
                RecordBody.read(exchange).stream().map(JsonlSink::line).toList();
        if (lines.isEmpty()) {
            return;
        }
        JsonlFile target = target();
        PageTransaction page = exchange.getProperty(PageTransaction.PROPERTY, PageTransaction.class);
        if (page == null
                || !page.enlist(target, JsonlLines.class, () -> new JsonlLines(target), all -> all.add(lines))) {
            target.append(lines);
        }
    }

    /** Found when first needed, as its directories are made then. */
    private JsonlFile target() throws IOException {
        if (found.isEmpty()) {
            found = Optional.of(files.file(path));
        }
        return found.get();
    }

    private static byte[] line(Map<String, Object> record) {
        byte[] json = Json.write(record);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
