package org.restconnector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\":1,\"a\":null,\"m\":[],\"o\":{}}",
                "[-0.0,-0.00,-0,0,0.0,{\"z\":-0.0}]",
                "[1.10,0.1000,-0.10,100.00,12345678901234567890.12345678901234567890]",
                "[170141183460469231731687303715884105727,-9223372036854775808,2147483648]",
                "[\"\",\"ü€😀\",\"\\u0000\\u001F\",\"a\\\"b\\\\c/d\"]",
                "[true,false,null]"
            })
    void writesWhatItReads(String text) throws IOException {
        assertThat(Json.text(Json.read(text))).isEqualTo(text);
        byte[] bytes = Json.write(Json.read(text));
        assertThat(Json.text(Json.read(bytes, 0, bytes.length))).isEqualTo(text);
    }

    @Test
    void keepsTheValueOfAnExponent() throws IOException {
        assertThat((BigDecimal) Json.read("1.5E+400")).isEqualByComparingTo(new BigDecimal("1.5E400"));
        assertThat(Json.read("170141183460469231731687303715884105727")).isInstanceOf(BigInteger.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}x",
                "{}{}",
                "[1,]",
                "{a:1}",
                "NaN",
                "'x'",
                "01",
                "\uFEFFx",
                "<html>",
                "9e+22222222222"
            })
    void refusesWhatIsNotExactlyOneValue(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws IOException {
        Json.read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));
        String deeper = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
        assertThatThrownBy(() -> Json.read(deeper)).isInstanceOf(IOException.class);
    }

    @Test
    void plainTextHasNoExponentAndNoQuotes() throws IOException {
        assertThat(Json.plain(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(Json.plain("a\"b")).isEqualTo("a\"b");
        assertThat(Json.plain(Json.read("[1,\"x\"]"))).isEqualTo("[1,\"x\"]");
    }

    @Test
    void aComplaintTellsTheLineAndQuotesNothing() {
        assertThatThrownBy(() -> Json.read("{\"a\": s3cret}"))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(Json.complaint(e)).contains("line 1").doesNotContain("\n"));
    }
}
