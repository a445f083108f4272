package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.settings.Placeholders;

class TenantFilesTest {
    @TempDir
    Path directory;

    @Test
    void aNameLeadsToOneFileInTheFolder() {
        Map<String, String> names = Map.of(
                "acme", "acme.properties",
                "A-c_m.e1", "A-c_m.e1.properties",
                "../x", "..%2Fx.properties",
                "..%2fx", "..%252fx.properties",
                "%2e%2e", "%252e%252e.properties",
                "ü €", "%C3%BC%20%E2%82%AC.properties",
                "a\\b", "a%5Cb.properties");
        names.forEach((tenant, file) -> {
            assertThat(TenantFiles.name(tenant)).isEqualTo(file);
            assertThat(TenantFiles.tenant(file)).contains(tenant);
        });
    }

    @Test
    void aFileThatNoTenantIsCalledByIsNobodys() {
        assertThat(List.of("a%2fb.properties", "a%zz.properties", "a b.properties", ".properties", "%61.properties"))
                .allSatisfy(name -> assertThat(TenantFiles.tenant(name)).isEmpty());
        assertThat(TenantFiles.tenant("acme.properties~")).isEmpty();
    }

    @Test
    void noTenantReachesAFileOutsideOfTheFolder() throws Exception {
        Files.createDirectories(directory.resolve("tenants"));
        Files.writeString(directory.resolve("x.properties"), "a=b");
        TenantFiles files = files();
        for (String tenant : List.of("../x", "..%2Fx", "%2e%2e/x", "x", "./../x", "a".repeat(300))) {
            assertThat(files.exists(tenant)).as(tenant).isFalse();
            assertThat(files.read(tenant, Optional.empty())).as(tenant).isEmpty();
        }
    }

    @Test
    void aFileIsReadAgainWhenItChanges() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("tenants"));
        Path file = Files.writeString(folder.resolve("acme.properties"), "a = Köln \\u00fc\nb={{file:b}}");
        Files.writeString(directory.resolve("b"), "first");
        TenantFiles files = files();
        TenantConfig first = files.read("acme", Optional.empty()).orElseThrow();
        assertThat(first.values()).isEqualTo(Map.of("a", "Köln ü", "b", "first"));
        assertThat(first.secrets()).containsExactly("first");
        Files.writeString(directory.resolve("b"), "second");
        TenantConfig second = files.read("acme", Optional.of(first)).orElseThrow();
        assertThat(second.values()).containsEntry("b", "second");
        Files.writeString(file, "a=1");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        TenantConfig third = files.read("acme", Optional.of(second)).orElseThrow();
        assertThat(third.values()).isEqualTo(Map.of("a", "1"));
        assertThat(files.read("acme", Optional.of(third))).containsSame(third);
        Files.write(file, new byte[] {'a', '=', (byte) 0xff});
        assertThat(files.read("acme", Optional.empty()).orElseThrow().problem()).contains("is not UTF-8");
    }

    private TenantFiles files() {
        return new TenantFiles(
                directory.resolve("tenants"), new Placeholders(key -> Optional.empty(), Map.of(), directory)::resolve);
    }
}
