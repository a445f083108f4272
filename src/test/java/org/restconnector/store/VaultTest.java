package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private final Vault vault = new Vault(() -> VaultKey.of("a key of the test"));

    @Test
    void opensWhatItSealedForThatPlaceAlone() {
        byte[] sealed = vault.seal("r3fresh", "account");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("r3fresh");
        assertThat(vault.open(sealed, "account")).contains("r3fresh");
        assertThat(vault.open(sealed, "another")).isEmpty();
        assertThat(new Vault(() -> VaultKey.of("a key of another")).open(sealed, "account"))
                .isEmpty();
        assertThat(vault.seal("r3fresh", "account")).isNotEqualTo(sealed);
    }

    @Test
    void whatIsDamagedIsNotOpened() {
        byte[] sealed = vault.seal("r3fresh", "account");
        sealed[sealed.length - 1] ^= 1;
        assertThat(vault.open(sealed, "account")).isEmpty();
        assertThat(vault.open(new byte[0], "account")).isEmpty();
    }

    @Test
    void ofManyWhoMakeTheKeyFileOneDoes(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("data/secret-key");
        Set<SecretKey> keys = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 8).parallel().forEach(i -> keys.add(VaultKey.in(file)));
        assertThat(keys).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anEmptyKeyFileIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("secret-key"));
        assertThatThrownBy(() -> VaultKey.in(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("holds no key");
    }
}
