package org.example.host;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The class path of the host without the connector and what came with it: nothing of this JVM's classes is shared. */
final class WithoutTheConnector implements AutoCloseable {
    private final URLClassLoader classes;

    WithoutTheConnector() {
        Pattern came = Pattern.compile(System.getProperty("connector.came"));
        URL[] before = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !came.matcher(entry).find())
                .map(WithoutTheConnector::url)
                .toArray(URL[]::new);
        classes = new URLClassLoader(before, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    @SuppressWarnings("unchecked")
    Map<String, String> portrait(String... arguments) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(classes);
        try {
            return (Map<String, String>) classes.loadClass(Portrait.class.getName())
                    .getMethod("ofStarted", String[].class)
                    .invoke(null, (Object) arguments);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws Exception {
        classes.close();
    }
}
