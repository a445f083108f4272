package org.restconnector.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

class ComponentsTest {

    @Test
    void knowsTheArtifactOfEveryComponentOfThisCamelVersion() {
        Map<Object, Object> exceptions = new TreeMap<>();
        CamelCatalog catalog = new DefaultCamelCatalog();
        for (String name : catalog.findComponentNames()) {
            ComponentModel component = catalog.componentModel(name);
            String alternatives = component.getAlternativeSchemes() == null ? "" : component.getAlternativeSchemes();
            for (String scheme : (component.getScheme() + "," + alternatives).split(",")) {
                assertThat(Components.artifact(scheme)).as(scheme).isEqualTo(component.getArtifactId());
                if (!component.getArtifactId().equals("camel-" + scheme)) {
                    exceptions.put(scheme, component.getArtifactId());
                }
            }
        }
        assertThat(Components.exceptions()).containsExactlyInAnyOrderEntriesOf(exceptions);
    }

    @Test
    void findsComponentsOnTheClassPath() {
        ClassLoader loader = getClass().getClassLoader();
        assertThat(Components.present("direct", loader)).isTrue();
        assertThat(Components.present("kamelet", loader)).isTrue();
        assertThat(Components.present("aws2-s3", loader)).isFalse();
    }
}
