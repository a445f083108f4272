package org.example.host;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class path of its own with less on it: nothing of this JVM's classes is shared. */
final class ClassPath implements AutoCloseable {
    private final URLClassLoader classes;

    private ClassPath(String left) {
        Pattern without = Pattern.compile(left);
        URL[] urls = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !without.matcher(entry).find())
                .map(ClassPath::url)
                .toArray(URL[]::new);
        classes = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    /** What the host had before the connector came, and what came with it. */
    static ClassPath withoutTheConnector() {
        return new ClassPath(System.getProperty("connector.came"));
    }

    static ClassPath without(String jar) {
        return new ClassPath(jar);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** Starts a host there. */
    @SuppressWarnings("unchecked")
    Map<String, String> portrait(Map<String, String> properties) throws Throwable {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(classes);
        try {
            return (Map<String, String>) classes.loadClass(Portrait.class.getName())
                    .getMethod("ofStarted", Map.class)
                    .invoke(null, properties);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws Exception {
        classes.close();
    }
}
