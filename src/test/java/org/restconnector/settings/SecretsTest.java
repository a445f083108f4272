package org.restconnector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Secrets secrets = new Secrets(List.of("abc", "p&w d/\"x", "long-s3cret", "long-s3cret-too"));

    @Test
    void masksEveryFormOfASecret() {
        assertThat(secrets.mask("p&w d/\"x p%26w+d%2F%22x p%26w%20d%2F%22x p&w d/\\\"x cCZ3IGQvIng"))
                .isEqualTo("*** *** *** *** ***");
        assertThat(secrets.mask("long-s3cret-too long-s3cret")).isEqualTo("*** ***");
    }

    @Test
    void leavesShortValuesAlone() {
        assertThat(secrets.mask("abc")).isEqualTo("abc");
    }

    @Test
    void opensWhatItSealed() {
        String text = "{\"url\":\"https://h/?k=p%26w+d%2F%22x&l=long-s3cret-too\",\"v\":\"abc {3} long-s3cret\"}";
        assertThat(secrets.seal(text)).doesNotContain("s3cret", "p%26w").contains("abc {3}");
        assertThat(secrets.open(secrets.seal(text))).isEqualTo(text);
    }

    @Test
    void opensWithTheSecretThatIsThereNow() {
        Secrets rotated = new Secrets(List.of("abc", "other", "new-s3cret", "x"));
        assertThat(rotated.open(secrets.seal("k=long-s3cret"))).isEqualTo("k=new-s3cret");
    }

    @Test
    void aSecretThatIsGoneIsToldSo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(List.of()).open(secrets.seal("long-s3cret")));
    }
}
