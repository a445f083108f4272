package org.restconnector.http;

import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends exactly the header fields of the {@link Request}, and reads its whole answer: within its time,
 * whatever the server drips, and within its size, counted after decompression.
 */
final class ResponseGuard implements ExecChainHandler {
    /** Where camel-http leaves the exchange, as there is an activity listener. */
    static final String EXCHANGE = "org.apache.camel.Exchange";

    private final ScheduledExecutorService deadlines;
    private final AnswerReader reader;

    ResponseGuard(ScheduledExecutorService deadlines, Spool spool) {
        this.deadlines = deadlines;
        this.reader = new AnswerReader(spool);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest outgoing, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchange exchange = (Exchange) scope.clientContext.getAttribute(EXCHANGE);
        Request request = exchange.getProperty(HttpCalls.REQUEST, Request.class);
        prepare(outgoing, scope, request);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    ((Cancellable) scope.originalRequest).cancel();
                },
                request.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        Optional<BreakOff> breakOff = Optional.ofNullable(exchange.getProperty(BreakOff.PROPERTY, BreakOff.class));
        breakOff.ifPresent(it -> it.begun(() -> ((Cancellable) scope.originalRequest).cancel()));
        try {
            ClassicHttpResponse response = proceed(outgoing, scope, chain, request);
            refuseProxysAnswer(response, scope);
            exchange.setProperty(HttpCalls.STATUS, response.getCode());
            Body body = reader.read(response, request, () -> ((Cancellable) scope.originalRequest).cancel());
            response.setEntity(new CapturedEntity(body, headers(response)));
            // it is decoded now, and camel-http would do it once more
            response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            // camel-http would drop a body that is said to be a serialized object
            response.removeHeaders(HttpHeaders.CONTENT_TYPE);
            return response;
        } catch (IOException | RuntimeException e) {
            // Closing the stream would first read the rest of the answer, which may never end.
            ((Cancellable) scope.originalRequest).cancel();
            if (late.get()) {
                throw new DeadlineException(e);
            }
            throw e;
        } finally {
            deadline.cancel(false);
            breakOff.ifPresent(BreakOff::ended);
        }
    }

    /**
     * A server may close a connection that it kept open just as it is used again: then the request is
     * sent once more, on a new connection, as RFC 9112, 9.3.1, allows for GET.
     */
    private static ClassicHttpResponse proceed(
            ClassicHttpRequest outgoing, ExecChain.Scope scope, ExecChain chain, Request request)
            throws IOException, HttpException {
        try {
            return chain.proceed(outgoing, scope);
        } catch (NoHttpResponseException | SocketException e) {
            if (!request.method().equals("GET") || !reused(scope)) {
                throw e;
            }
            scope.clientContext.setSSLSession(null);
            return chain.proceed(ClassicRequestBuilder.copy(outgoing).build(), scope);
        }
    }

    /** The answer of a proxy that opens no tunnel is none of the API's. */
    private static void refuseProxysAnswer(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        boolean noTunnel = scope.route.isTunnelled() && scope.clientContext.getSSLSession() == null;
        if (noTunnel || scope.route.getProxyHost() != null && response.getCode() == 407) {
            throw new IOException("the proxy answered " + response.getCode());
        }
    }

    private static boolean reused(ExecChain.Scope scope) {
        EndpointDetails connection = scope.clientContext.getEndpointDetails();
        return connection != null && connection.getRequestCount() > 1;
    }

    private static void prepare(ClassicHttpRequest outgoing, ExecChain.Scope scope, Request request) {
        Timeout timeout = Timeout.of(request.timeout());
        RequestConfig config = scope.clientContext.getRequestConfigOrDefault();
        scope.clientContext.setRequestConfig(RequestConfig.copy(config)
                .setResponseTimeout(timeout)
                .setConnectionRequestTimeout(timeout)
                .build());
        // by which the pool of the request's connections is chosen
        scope.clientContext.setUserToken(request.network());
        Stream.of(outgoing.getHeaders()).forEach(outgoing::removeHeader);
        if (request.headers().stream().noneMatch(field -> field.name().equalsIgnoreCase(HttpHeaders.ACCEPT_ENCODING))) {
            outgoing.addHeader(HttpHeaders.ACCEPT_ENCODING, Decoding.ACCEPTED);
        }
        request.headers().forEach(field -> outgoing.addHeader(field.name(), field.value()));
    }

    private static List<Header> headers(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders())
                .map(field -> new Header(field.getName(), field.getValue() == null ? "" : field.getValue()))
                .toList();
    }

    /** The time of the request was over before its answer was. */
    static final class DeadlineException extends IOException {
        DeadlineException(Throwable cause) {
            super("the answer was not complete in time", cause);
        }
    }
}
