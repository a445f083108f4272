package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Dockerfile, compose.yaml and deploy/ name keys, ports, paths and secrets that are there. */
class DeployTest {
    private static final Path KUBERNETES = Path.of("deploy/kubernetes");
    private static final Pattern KEY = Pattern.compile("\\b(?:connector|camel)\\.[a-z][A-Za-z.]+");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:CONNECTOR|CAMEL)_[A-Z_]+");

    @Test
    void everyVariableIsAKeyThatTheReadmeNames() {
        Set<String> known = found(KEY, text(Path.of("README.md")))
                .map(key -> key.toUpperCase(Locale.ROOT).replace('.', '_'))
                .collect(Collectors.toSet());
        known.addAll(Set.of("CAMEL_MANAGEMENT_HOST", "CAMEL_MANAGEMENT_PORT"));
        // that these are to be left out is said in a comment
        known.add("CONNECTOR_STORE_");

        assertThat(Stream.concat(Stream.of(Path.of("Dockerfile"), Path.of("compose.yaml")), deployed())
                        .flatMap(file -> found(VARIABLE, text(file))))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void whatIsBuiltAndWhatIsDeployedIsThisVersion() {
        String version = Pattern.compile("<artifactId>camel-rest-connector</artifactId>\\s*<version>([^<]+)<")
                .matcher(text(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(text(Path.of("Dockerfile"))).contains("ARG VERSION=" + version + "\n");
        assertThat(text(Path.of("compose.yaml"))).contains("image: camel-rest-connector:" + version + "\n");
        assertThat(text(KUBERNETES.resolve("kustomization.yaml"))).contains("newTag: " + version + "\n");
    }

    @Test
    void everyFileIsListedAndEverythingThatIsNamedIsThere() {
        assertThat(strings(one("kustomization.yaml"), "resources"))
                .containsExactlyInAnyOrderElementsOf(files(KUBERNETES)
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.equals("kustomization.yaml") && !name.equals("servicemonitor.yaml"))
                        .toList());
        List<String> secrets = ((Map<?, ?>) one("secret.yaml").get("stringData"))
                .keySet().stream().map(String::valueOf).toList();
        for (Map<?, ?> pod : List.of(deploymentPod(), cronPod())) {
            assertThat(all(pod, "secretKeyRef", "key")).isNotEmpty().isSubsetOf(secrets);
            assertThat(all(pod, "configMap", "name"))
                    .containsOnlyElementsOf(all(one("routes.yaml"), "metadata", "name"));
        }
        String command = String.valueOf(container(cronPod()).get("args"));
        assertThat(command).isEqualTo("[once, orders]");
        assertThat(text(KUBERNETES.resolve("routes.yaml"))).contains("{name: name, value: orders}");
    }

    @Test
    void nothingMayMoreThanItNeedsAndStopsInPeace() {
        for (Map<?, ?> pod : List.of(deploymentPod(), cronPod())) {
            assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(40);
            assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
            assertThat(((Map<?, ?>) pod.get("securityContext")).get("runAsUser").toString())
                    .isEqualTo(found(Pattern.compile("(?m)^USER \\d+"), text(Path.of("Dockerfile")))
                            .findFirst()
                            .orElseThrow()
                            .substring("USER ".length()));
            assertThat(container(pod).get("securityContext").toString())
                    .contains("readOnlyRootFilesystem=true", "allowPrivilegeEscalation=false", "drop=[ALL]");
            assertThat(all(pod, "volumeMounts", "mountPath"))
                    .containsExactlyInAnyOrder("/app/routes", "/app/data", "/tmp");
        }
    }

    @Test
    void probesAskWhereTheProgramAnswers() {
        Map<?, ?> container = container(deploymentPod());
        assertThat(all(container, "ports", "name")).containsExactly("http", "management");
        assertThat(all(container, "ports", "containerPort")).containsExactly("8080", "9876");
        assertThat(text(Path.of("Dockerfile"))).contains("EXPOSE 8080 9876");
        assertThat(all(container, "httpGet", "port")).containsOnly("management");
        assertThat(all(container, "httpGet", "path"))
                .containsExactlyInAnyOrder("/observe/health/live", "/observe/health/ready");
        assertThat(text(Path.of("deploy/image/healthy"))).contains("GET /observe/health/ready HTTP");
    }

    @Test
    void javaRunsAsWhenItsClassesWereArchived() {
        String options = text(Path.of("deploy/image/java.options"));
        assertThat(options).contains("-XX:SharedArchiveFile=/opt/connector/connector.jsa\n");
        assertThat(text(Path.of("deploy/image/archive-classes")))
                .contains("home=${1:-/opt/connector}", "\"$home/java.options\"", "=\"$home/connector.jsa\"");
        assertThat(text(Path.of("Dockerfile")))
                .contains("ENTRYPOINT [\"java\", \"@/opt/connector/java.options\", \"-jar\","
                        + " \"/opt/connector/camel-rest-connector.jar\"]");
    }

    private static Map<?, ?> deploymentPod() {
        return at(one("deployment.yaml"), "spec", "template", "spec");
    }

    private static Map<?, ?> cronPod() {
        return at(one("cronjob.yaml"), "spec", "jobTemplate", "spec", "template", "spec");
    }

    private static Map<?, ?> container(Map<?, ?> pod) {
        return (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);
    }

    private static Map<?, ?> at(Map<?, ?> node, String... path) {
        Map<?, ?> here = node;
        for (String key : path) {
            here = (Map<?, ?>) here.get(key);
        }
        return here;
    }

    /** The field of what stands under a key, wherever that is: of an object, or of the objects of a list. */
    private static List<String> all(Object node, String key, String field) {
        List<String> found = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals(key)) {
                    (value instanceof List<?> list ? list.stream() : Stream.of(value))
                            .forEach(each -> found.add(String.valueOf(((Map<?, ?>) each).get(field))));
                }
                found.addAll(all(value, key, field));
            });
        } else if (node instanceof List<?> list) {
            list.forEach(each -> found.addAll(all(each, key, field)));
        }
        return found;
    }

    private static List<String> strings(Map<?, ?> node, String key) {
        return ((List<?>) node.get(key)).stream().map(String::valueOf).toList();
    }

    private static Map<?, ?> one(String file) {
        Load yaml = new Load(LoadSettings.builder().build());
        return (Map<?, ?>) StreamSupport.stream(
                        yaml.loadAllFromString(text(KUBERNETES.resolve(file))).spliterator(), false)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return new TreeSet<>(
                        pattern.matcher(text).results().map(MatchResult::group).toList())
                .stream();
    }

    private static Stream<Path> deployed() {
        return Stream.of("image", "kubernetes").flatMap(folder -> files(Path.of("deploy", folder)));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
