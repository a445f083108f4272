package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.http.ValueTemplate.Place;

class ValueTemplateTest {
    private static final String ODD = "a/b \"ü\" &?#{{x}}${y}";

    private static String render(String template, Place place, Object value) throws PermanentFault {
        return ValueTemplate.of(template, place).render(expression -> Optional.ofNullable(value));
    }

    @Test
    void encodesForThePlaceInAUrl() throws PermanentFault {
        String encoded = "a%2Fb%20%22%C3%BC%22%20%26%3F%23%7B%7Bx%7D%7D%24%7By%7D";
        assertThat(render("https://h/${v}/x?q=${v}", Place.URL, ODD))
                .isEqualTo("https://h/" + encoded + "/x?q=" + encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void refusesDotsAsASegmentOfAPath(String dots) throws PermanentFault {
        assertThatThrownBy(() -> render("https://h/${v}/x", Place.URL, dots)).isInstanceOf(PermanentFault.class);
        assertThat(render("https://h/?a=${v}", Place.URL, dots)).endsWith("?a=" + dots);
    }

    @Test
    void encodesForThePlaceInJson() throws PermanentFault {
        assertThat(render("{\"a\":\"x${v}\",\"b\":${v}}", Place.JSON, "l1\n\"q\"\\"))
                .isEqualTo("{\"a\":\"xl1\\n\\\"q\\\"\\\\\",\"b\":\"l1\\n\\\"q\\\"\\\\\"}");
        assertThat(render("{\"a\":${v}}", Place.JSON, new BigDecimal("1.10"))).isEqualTo("{\"a\":1.10}");
        assertThat(render("{\"a\":${v}}", Place.JSON, List.of(1, Map.of("b", true))))
                .isEqualTo("{\"a\":[1,{\"b\":true}]}");
        assertThat(render("{\"a\\\"${v}\":1}", Place.JSON, "x")).isEqualTo("{\"a\\\"x\":1}");
        assertThat(render("{\"a\\\\\":${v}}", Place.JSON, "x")).isEqualTo("{\"a\\\\\":\"x\"}");
    }

    @Test
    void encodesForAFormAndLeavesPlainTextAlone() throws PermanentFault {
        assertThat(render("a=${v}", Place.FORM, "x y&z")).isEqualTo("a=x+y%26z");
        assertThat(render("a=${v}", Place.TEXT, "x y&z")).isEqualTo("a=x y&z");
    }

    @Test
    void refusesALineEndInAHeader() throws PermanentFault {
        assertThat(render("Bearer ${v}", Place.HEADER, "t\tü")).isEqualTo("Bearer t\tü");
        assertThatThrownBy(() -> render("${v}", Place.HEADER, "a\r\nX-Evil: 1"))
                .isInstanceOf(PermanentFault.class)
                .hasMessageContaining("line end")
                .hasMessageNotContaining("Evil");
    }

    @Test
    void readsNestedBracesAndEscapes() throws PermanentFault {
        ValueTemplate template = ValueTemplate.of("$${a} ${b{c}d} $$ $x {y} $$${e}", Place.TEXT);
        assertThat(template.expressions()).containsExactly("b{c}d");
        assertThat(template.render(Optional::of)).isEqualTo("${a} b{c}d $$ $x {y} $${e}");
        assertThat(template.sample("s")).isEqualTo("${a} s $$ $x {y} $${e}");
    }

    @Test
    void refusesABraceThatIsNotClosed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueTemplate.of("a ${b", Place.TEXT))
                .withMessageContaining("$${");
    }

    @Test
    void aValueThatIsMissingIsNamed() {
        assertThatThrownBy(() -> render("${variable.x}", Place.TEXT, null))
                .isInstanceOf(PermanentFault.class)
                .hasMessageContaining("${variable.x}");
    }
}
