package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileHasNoNameOnceItIsOpen(@TempDir Path directory) throws Exception {
        Path spooled = directory.resolve("data/tmp");
        FileChannel file = new Spool(() -> spooled).open();
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(spooled).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spooled)))
                .isEqualTo("rwx------");
        Body body = Body.of(file, 3);
        try (InputStream first = body.open();
                InputStream second = body.open()) {
            assertThat(first.readNBytes(2)).containsExactly(1, 2);
            assertThat(second.readAllBytes()).containsExactly(1, 2, 3);
            assertThat(first.readAllBytes()).containsExactly(3);
        }
        assertThat(body.head(2)).containsExactly(1, 2);
        body.close();
        assertThat(file.isOpen()).isFalse();
    }
}
