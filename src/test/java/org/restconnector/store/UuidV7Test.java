package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {
    private final UuidV7 ids = new UuidV7();

    @Test
    void sortsAsItWasMadeAlsoWhereTheClockGoesBack() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next(1_700_000_000_000L - i / 5000));
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void holdsItsTimeVersionAndVariant() {
        UUID id = UUID.fromString(ids.next(1_700_000_000_000L));

        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_000L);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }
}
