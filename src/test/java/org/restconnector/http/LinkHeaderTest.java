package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "</n>; rel=\"next\"",
                "</n>; rel=next",
                "</n>;rel=next",
                "< /n >; rel = \"next\"",
                "</n>; REL=\"next\"",
                "</n>; rel=\"NEXT\"",
                "</n>; rel=\"prev next\"",
                "</n>; rel=\"\tnext  last \"",
                "</n>; title=\"a, <b>; rel=next\"; rel=\"next\"",
                "</n>; title=\"a \\\" , <b>\"; rel=\"next\"",
                "</p>; rel=prev, </n>; rel=next",
                "</p>; rel=\"prev\",</n>; rel=\"next\",</l>; rel=\"last\"",
                "</p>; rel=prev; rel=next, </n>; rel=next",
                "</p>, </n>; rel=next",
                ", ,</n>; rel=next",
                "</n>; rel=next; title=\"unclosed",
                "</n>; crossorigin; rel=next"
            })
    void findsTheNextLink(String header) {
        assertThat(LinkHeader.find(List.of(header), "next")).contains("/n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "</n>",
                "</n; rel=next",
                "/n; rel=next",
                "</n>; rel=nextpage",
                "</n>; rev=next",
                "</n>; title=\"rel=next\"",
                "</n>; rel=prev; rel=next",
                "</n>; rel"
            })
    void findsNothingElse(String header) {
        assertThat(LinkHeader.find(List.of(header), "next")).isEmpty();
    }

    @Test
    void looksIntoAllHeadersInTheirOrder() {
        assertThat(LinkHeader.find(List.of("</p>; rel=prev", "</n>; rel=next", "</m>; rel=next"), "next"))
                .contains("/n");
        assertThat(LinkHeader.find(List.of(), "next")).isEmpty();
    }

    @Test
    void takesACommaWithinTheTarget() {
        assertThat(LinkHeader.find(List.of("</n?ids=1,2;3>; rel=next"), "next")).contains("/n?ids=1,2;3");
    }
}
