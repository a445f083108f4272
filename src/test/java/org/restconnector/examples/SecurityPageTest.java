package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md names the test that proves each line: these tests are there. */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern ADVISORY = Pattern.compile("^\\| .*(CVE-\\d|GHSA-|CAMEL-\\d).*");

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        List<String> named = TEST.matcher(page())
                .results()
                .map(name -> name.group(1) + "." + name.group(2))
                .toList();
        for (String name : named) {
            if (!source(name.substring(0, name.indexOf('.'))).contains("void " + name.split("\\.")[1] + "(")) {
                missing.add(name);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(20);
    }

    @Test
    void everyAdvisoryHasATest() throws IOException {
        assertThat(page().lines().filter(line -> ADVISORY.matcher(line).matches()))
                .isNotEmpty()
                .allMatch(line -> TEST.matcher(line).find());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("SECURITY.md"));
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            StringBuilder found = new StringBuilder();
            // two packages may have a test of that name
            for (Path file : files.filter(path -> path.endsWith(test + ".java")).toList()) {
                found.append(Files.readString(file));
            }
            return found.toString();
        }
    }
}
