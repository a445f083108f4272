package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {
    /** RFC 3986, 5.4, without fragments, which are no part of a request. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "g:h | g:h",
                "g | http://a/b/c/g",
                "./g | http://a/b/c/g",
                "g/ | http://a/b/c/g/",
                "/g | http://a/g",
                "//g | http://g",
                "?y | http://a/b/c/d;p?y",
                "g?y | http://a/b/c/g?y",
                "#s | http://a/b/c/d;p?q",
                "g#s | http://a/b/c/g",
                "g?y#s | http://a/b/c/g?y",
                ";x | http://a/b/c/;x",
                "g;x | http://a/b/c/g;x",
                "g;x?y#s | http://a/b/c/g;x?y",
                "`` | http://a/b/c/d;p?q",
                ". | http://a/b/c/",
                "./ | http://a/b/c/",
                ".. | http://a/b/",
                "../ | http://a/b/",
                "../g | http://a/b/g",
                "../.. | http://a/",
                "../../ | http://a/",
                "../../g | http://a/g",
                "../../../g | http://a/g",
                "../../../../g | http://a/g",
                "/./g | http://a/g",
                "/../g | http://a/g",
                "g. | http://a/b/c/g.",
                ".g | http://a/b/c/.g",
                "g.. | http://a/b/c/g..",
                "..g | http://a/b/c/..g",
                "./../g | http://a/b/g",
                "./g/. | http://a/b/c/g/",
                "g/./h | http://a/b/c/g/h",
                "g/../h | http://a/b/c/h",
                "g;x=1/./y | http://a/b/c/g;x=1/y",
                "g;x=1/../y | http://a/b/c/y",
                "g?y/./x | http://a/b/c/g?y/./x",
                "g?y/../x | http://a/b/c/g?y/../x"
            })
    void resolvesAsTheStandardSays(String reference, String expected) {
        assertThat(Url.resolve(URI.create("http://a/b/c/d;p?q"), reference)).hasToString(expected);
    }

    @Test
    void resolvesAgainstAnOriginWithoutAPath() {
        assertThat(Url.resolve(URI.create("http://a"), "x?y=1")).hasToString("http://a/x?y=1");
        assertThat(Url.resolve(URI.create("http://a"), "?y=1")).hasToString("http://a?y=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h/a%2Fb?c=%2B | http://h/a%2Fb?c=%2B",
                "http://h/a b | http://h/a%20b",
                "http://h/?q=a+b | http://h/?q=a+b",
                "http://h/?q={x}&r=\"y\" | http://h/?q=%7Bx%7D&r=%22y%22",
                "http://h/?q=100% | http://h/?q=100%25",
                "http://h/?q=%zz%4 | http://h/?q=%25zz%254",
                "http://h/ü?€ | http://h/%C3%BC?%E2%82%AC",
                "http://h/?a[0]=1 | http://h/?a%5B0%5D=1",
                "http://[::1]:8080/a[1] | http://[::1]:8080/a%5B1%5D",
                "http://h/\\x | http://h/%5Cx"
            })
    void encodesWhatAUrlMayNotHoldAndNothingElse(String text, String expected) {
        assertThat(Url.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::1", "http://h:x y/", "ht tp://h/"})
    void refusesWhatIsNoUrl(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(Url.parse(text)));
    }

    @Test
    void setsAParameterInPlaceOfEveryEarlierOne() {
        URI url = URI.create("http://h/p?page=1&q=a%20b&pa%67e=2&flag&x=#frag");
        assertThat(Url.withParameter(url, "page", "3")).hasToString("http://h/p?q=a%20b&flag&x=&page=3");
        assertThat(Url.withParameter(URI.create("http://h/p"), "a b", "ü&=+%"))
                .hasToString("http://h/p?a%20b=%C3%BC%26%3D%2B%25");
    }

    @Test
    void takesAParameterOut() {
        assertThat(Url.withoutParameter(URI.create("http://h/p?key=1"), "key")).hasToString("http://h/p");
        assertThat(Url.withoutParameter(URI.create("http://h/p?a=1&key=1&b=2"), "key"))
                .hasToString("http://h/p?a=1&b=2");
    }

    @Test
    void addsAParameterBehindThoseThatAreThere() {
        assertThat(Url.plusParameter(URI.create("http://h/p?a=1"), "a", "2")).hasToString("http://h/p?a=1&a=2");
        assertThat(Url.plusParameter(URI.create("http://h"), "a", "2")).hasToString("http://h?a=2");
    }

    @Test
    void encodesAllButUnreservedCharacters() {
        assertThat(Url.encode("aZ09-._~")).isEqualTo("aZ09-._~");
        assertThat(Url.encode("a/b c+d%\r\n\uD83D\uDE00")).isEqualTo("a%2Fb%20c%2Bd%25%0D%0A%F0%9F%98%80");
    }
}
