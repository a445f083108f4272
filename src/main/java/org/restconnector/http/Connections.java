package org.restconnector.http;

import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/** A pool of connections: bounded in number, in time, and in what a server may put into a header. */
final class Connections {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    // who sends how much at a time is decided before: whoever may send waits for no connection
    private static final int MOST = 10_000;
    private static final int LONGEST_HEADER_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 500;

    private Connections() {}

    /** @param resolver of names, in place of the JVM's */
    static PoolingHttpClientConnectionManager pool(Network network, Optional<DnsResolver> resolver) {
        // without these limits one endless header line takes all memory, and HttpClient shuts its pool down
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        CharCodingConfig utf8 = CharCodingConfig.custom()
                .setCharset(StandardCharsets.UTF_8)
                .setMalformedInputAction(CodingErrorAction.REPLACE)
                .setUnmappableInputAction(CodingErrorAction.REPLACE)
                .build();
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .charCodingConfig(utf8)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .build())
                .setMaxConnTotal(MOST)
                .setMaxConnPerRoute(MOST);
        // host names are verified in any case
        network.tls().ifPresent(tls -> builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls.context())));
        resolver.ifPresent(builder::setDnsResolver);
        return builder.build();
    }
}
