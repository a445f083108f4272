package org.restconnector.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.restconnector.json.Json;

/**
 * A response and the way it is sent. Immutable.
 *
 * @param delay before the first byte is sent
 */
public record Answer(int status, List<Header> headers, byte[] body, Transfer transfer, Duration delay) {

    /** One header line. */
    public record Header(String name, String value) {}

    public Answer {
        headers = List.copyOf(headers);
    }

    /** 200 with this JSON text. */
    public static Answer json(String text) {
        return of(200, "application/json", text);
    }

    /** 200 with this value as JSON. */
    public static Answer jsonOf(Object value) {
        return json(Json.text(value));
    }

    /** An empty response. */
    public static Answer status(int status) {
        return new Answer(status, List.of(), new byte[0], Transfer.WHOLE, Duration.ZERO);
    }

    public static Answer of(int status, String contentType, String text) {
        return new Answer(
                status,
                List.of(new Header("Content-Type", contentType)),
                text.getBytes(StandardCharsets.UTF_8),
                Transfer.WHOLE,
                Duration.ZERO);
    }

    public static Answer html(int status) {
        return of(status, "text/html", "<!doctype html><html><body><h1>Sign in</h1></body></html>");
    }

    public static Answer redirect(int status, String location) {
        return status(status).header("Location", location);
    }

    /** Adds a header; one that is there already is kept beside it. */
    public Answer header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, body, transfer, delay);
    }

    public Answer contentType(String value) {
        List<Header> others = new ArrayList<>(headers);
        others.removeIf(header -> header.name().equalsIgnoreCase("Content-Type"));
        return new Answer(status, others, body, transfer, delay).header("Content-Type", value);
    }

    public Answer withStatus(int other) {
        return new Answer(other, headers, body, transfer, delay);
    }

    public Answer delayed(Duration before) {
        return new Answer(status, headers, body, transfer, before);
    }

    public Answer sent(Transfer how) {
        return new Answer(status, headers, body, how, delay);
    }

    /** Compressed, and said so. */
    public Answer gzip() {
        return gzipUnsaid().header("Content-Encoding", "gzip");
    }

    /** Compressed, without a header that says so. */
    public Answer gzipUnsaid() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, headers, out.toByteArray(), transfer, delay);
    }

    /** Compressed by deflate, and said so. */
    public Answer deflate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
            deflate.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, headers, out.toByteArray(), transfer, delay).header("Content-Encoding", "deflate");
    }

    /** This body, and another one behind it. */
    public Answer followedBy(Answer other) {
        byte[] both = Arrays.copyOf(body, body.length + other.body.length);
        System.arraycopy(other.body, 0, both, body.length, other.body.length);
        return new Answer(status, headers, both, transfer, delay);
    }
}
