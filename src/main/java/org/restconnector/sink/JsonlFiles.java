package org.restconnector.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** The files of a Camel context, one object a file, whatever names the endpoints have for it. */
final class JsonlFiles extends ServiceSupport {
    private final Map<Path, JsonlFile> files = new ConcurrentHashMap<>();

    static JsonlFiles of(CamelContext context) throws Exception {
        synchronized (context) {
            JsonlFiles files = context.hasService(JsonlFiles.class);
            if (files == null) {
                files = new JsonlFiles();
                context.addService(files);
            }
            return files;
        }
    }

    JsonlFile file(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        SyncedDirectory.create(absolute.getParent());
        Path real = Files.exists(absolute)
                ? absolute.toRealPath()
                : absolute.getParent().toRealPath().resolve(absolute.getFileName());
        return files.computeIfAbsent(real, JsonlFile::new);
    }
}
