package org.restconnector.inspect;

import java.util.List;
import java.util.Map;

/** Finds where in route files a route stands that was made from a template. */
public final class RoutePlaces {
    private final List<RouteFile> files;

    public RoutePlaces(List<RouteSource> sources) {
        this.files = sources.stream().map(RouteFile::of).toList();
    }

    /**
     * {@code FILE:LINE} of a parameter, or of the whole where it is not given, wherever a file has just
     * these parameters; nowhere if the route was made in Java, or by another loader.
     */
    public List<String> find(Map<String, String> given, String parameter) {
        return files.stream()
                .flatMap(file -> file.uses().stream()
                        .filter(use -> use.parameters().equals(given))
                        .map(use -> file.name() + ":" + use.lineOf(parameter)))
                .toList();
    }
}
