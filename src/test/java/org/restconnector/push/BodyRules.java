package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.NewRecord;

/**
 * What holds for every body that anybody may send: it is refused in words of ours, or its records are stored
 * as they came. Another parser, and one regular expression, say how they came.
 */
final class BodyRules {
    private static final int MAX_BYTES = 1 << 16;
    private static final long MAX_RECORDS = 50;
    private static final String STREAM = "Contact";
    private static final Set<String> REFUSALS = Set.of(
            "400 invalid_json",
            "400 invalid_state",
            "400 invalid_stream",
            "400 unknown_stream",
            "400 unsupported",
            "413 too_large",
            "415 unsupported_media_type");

    private static final String OUTSIDE_STRINGS = "(\"(?:[^\"\\\\]++|\\\\.)*+\")|[ \\t\\r\\n]++";
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(MAX_BYTES)
                            .maxNameLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private BodyRules() {}

    static void job(byte[] body) {
        accepted(() -> InboundState.read(json(body, Optional.empty()), new AnyFlow(), MAX_RECORDS))
                .ifPresent(job -> {
                    JsonNode state = tree(body).get("state");
                    List<JsonNode> expected = new ArrayList<>();
                    state.forEach(records -> records.forEach(expected::add));
                    assertRecords(job, expected);
                    assertThat(job.streams()).containsExactlyElementsOf(state::fieldNames);
                    String compact = compact(body);
                    int from = 0;
                    for (NewRecord record : job.records()) {
                        from = compact.indexOf(text(record.payload()), from);
                        assertThat(from).as("a record as it came").isNotNegative();
                        from += record.payload().length;
                    }
                });
    }

    /** @param input a digit, whose bits say whether each line is a record, and how it is compressed; the body */
    static void records(byte[] input) {
        int how = input.length == 0 ? 0 : input[0];
        byte[] plain = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        boolean lines = (how & 1) != 0;
        boolean damaged = (how & 4) != 0;
        byte[] body = (how & 2) != 0 && !damaged ? zipped(plain) : plain;
        accepted(() -> InboundStream.read(
                        json(body, (how & 6) == 0 ? Optional.empty() : Optional.of("gzip")),
                        lines,
                        new AnyFlow(),
                        STREAM,
                        MAX_RECORDS))
                .filter(job -> !damaged)
                .ifPresent(job -> {
                    List<String> payloads = job.records().stream()
                            .map(record -> text(record.payload()))
                            .toList();
                    if (lines) {
                        assertThat(payloads)
                                .isEqualTo(Arrays.stream(text(plain).split("\n"))
                                        .map(line -> compact(bytes(line)))
                                        .filter(line -> !line.isEmpty())
                                        .toList());
                    } else {
                        String all = String.join(",", payloads);
                        assertThat(compact(plain)).isIn(all, "[" + all + "]");
                    }
                    assertRecords(
                            job,
                            payloads.stream()
                                    .map(BodyRules::bytes)
                                    .map(BodyRules::tree)
                                    .toList());
                });
    }

    static void realtime(byte[] body) {
        accepted(() -> InboundRealtime.read(json(body, Optional.empty()), new AnyFlow(), STREAM))
                .ifPresent(write -> {
                    JsonNode sent = tree(body);
                    assertRecords(write.job(), List.of(sent.get("data")));
                    assertThat(write.async()).isEqualTo(sent.path("async").asBoolean());
                    assertThat(compact(body))
                            .contains(text(write.job().records().get(0).payload()));
                });
    }

    private static byte[] json(byte[] body, Optional<String> encoding) {
        byte[] plain = new InboundBody(MAX_BYTES)
                .json(new InboundRequest(
                        Map.of(),
                        InboundQuery.parse(""),
                        Optional.empty(),
                        Optional.empty(),
                        encoding,
                        body,
                        new ApiAccess(List.of(), "anyone"),
                        Optional.empty()));
        assertThat(plain.length).isLessThanOrEqualTo(MAX_BYTES);
        return plain;
    }

    private static <T> Optional<T> accepted(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (InboxRefusal refusal) {
            InboxAnswer answer = refusal.answer();
            JsonNode error = tree(answer.body()).get("error");
            String code = error.get("code").textValue();
            assertThat(REFUSALS).contains(answer.status() + " " + code);
            if (code.equals("invalid_json")) {
                // the library's words, up to what it quotes of the body
                assertThat(error.get("message").textValue().replaceAll("(?s)'.*", ""))
                        .doesNotContain("Exception", "com.fasterxml", "StreamRead", "start marker", "`");
            }
            return Optional.empty();
        }
    }

    private static void assertRecords(InboundJob job, List<JsonNode> expected) {
        assertThat(job.records()).hasSameSizeAs(expected).hasSizeLessThanOrEqualTo((int) MAX_RECORDS);
        for (int i = 0; i < expected.size(); i++) {
            NewRecord record = job.records().get(i);
            JsonNode sent = expected.get(i);
            assertThat(tree(record.payload()).toString()).isEqualTo(sent.toString());
            assertThat(record.hash()).isEqualTo(sha256(record.payload()));
            JsonNode id = sent.path("externalId");
            assertThat(record.externalId().isPresent()).isEqualTo(!id.isMissingNode() && !id.isNull());
            if (id.isTextual()) {
                assertThat(record.externalId()).contains(id.textValue());
            }
            record.duplicateOf().ifPresent(before -> {
                NewRecord first = job.records().get(before);
                assertThat(first.stream()).isEqualTo(record.stream());
                assertThat(first.payload()).isEqualTo(record.payload());
            });
            assertSent(record.payload(), (ObjectNode) sent);
        }
    }

    /** What is added to a record and taken out of it changes nothing else of it. */
    private static void assertSent(byte[] payload, ObjectNode sent) {
        byte[] form = new RecordForm("externalId", true, Map.of("m", 1), "batch").render(payload, STREAM, "key");
        ObjectNode expected = sent.deepCopy();
        expected.remove("externalId");
        expected.put("stream", STREAM);
        ObjectNode metadata = expected.path("metadata") instanceof ObjectNode there ? there : MAPPER.createObjectNode();
        metadata.set("m", MAPPER.getNodeFactory().numberNode(1));
        expected.set("metadata", metadata);
        expected.put("batch", "key");
        ObjectNode rendered = (ObjectNode) tree(form);
        assertThat(rendered).isEqualTo(expected);
        List<String> kept = new ArrayList<>();
        sent.fieldNames().forEachRemaining(kept::add);
        kept.remove("externalId");
        List<String> names = new ArrayList<>();
        rendered.fieldNames().forEachRemaining(names::add);
        assertThat(names.subList(0, kept.size())).isEqualTo(kept);
        assertThat(compact(form)).isEqualTo(text(form));
    }

    private static String compact(byte[] json) {
        return withoutMark(text(json)).replaceAll(OUTSIDE_STRINGS, "$1");
    }

    /** Without the byte order mark, which is UTF-8 and no part of what follows it. */
    private static String withoutMark(String text) {
        return text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("what was accepted is no JSON", e);
        }
    }

    /** A character a byte: no byte is lost. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class AnyFlow implements FlowDirectory.Flow {
        @Override
        public String name() {
            return "any";
        }

        @Override
        public boolean accepts(String stream) {
            return !stream.equals("Deal");
        }

        @Override
        public boolean knows(String tenant) {
            return true;
        }

        @Override
        public String externalIdField() {
            return "externalId";
        }

        @Override
        public Optional<Jobs.Immediate> immediate(String tenant, String stream, byte[] record) {
            return Optional.empty();
        }

        @Override
        public void sendNext(Batches.Batch batch) {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        public void wake() {
            // nothing waits
        }
    }
}
