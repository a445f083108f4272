package org.restconnector;

import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/**
 * Loads route files whose names hold more dots, as {@code orders.v2.camel.yaml}: Camel takes all behind a
 * file's first dot for its kind, and knows none of that name.
 */
final class RouteFileLoader extends YamlRoutesBuilderLoader {
    @Override
    public boolean isSupportedExtension(String extension) {
        return extension.endsWith(".camel.yaml");
    }
}
