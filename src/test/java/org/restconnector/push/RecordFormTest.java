package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFormTest {
    private static final String ODD =
            "{\"a\":1.10,\"b\":1E400,\"c\":170141183460469231731687303715884105727,\"d\":null,\"e\":[],\"f\":{\"g\":\"\\u0000é\"},\"z\":-0.0}";

    private static String render(RecordForm form, String record) {
        return new String(
                form.render(record.getBytes(StandardCharsets.UTF_8), "Contact", "B1"), StandardCharsets.UTF_8);
    }

    private static final RecordForm PLAIN = new RecordForm("externalId", false, Map.of(), "");

    @Test
    void aRecordThatNothingChangesIsTheSameBytes() {
        byte[] record = ODD.getBytes(StandardCharsets.UTF_8);
        assertThat(PLAIN.render(record, "Contact", "")).isEqualTo(record);
    }

    @Test
    void takesOutTheExternalIdAndNothingElse() {
        assertThat(render(PLAIN, "{\"externalId\":\"e1\"," + ODD.substring(1))).isEqualTo(ODD);
        assertThat(render(PLAIN, ODD.substring(0, ODD.length() - 1) + ",\"externalId\":{\"x\":[1]}}"))
                .isEqualTo(ODD);
        assertThat(render(PLAIN, "{\"a\":1.0,\"external\\u0049d\":2,\"b\":{\"externalId\":3}}"))
                .isEqualTo("{\"a\":1.0,\"b\":{\"externalId\":3}}");
        assertThat(render(PLAIN, "{\"externalId\":1}")).isEqualTo("{}");
        assertThat(render(PLAIN, "{\"a\":\"externalId\"}")).isEqualTo("{\"a\":\"externalId\"}");
    }

    @Test
    void addsStreamAndBatchIdInTheirPlaces() {
        RecordForm form = new RecordForm("externalId", true, Map.of(), "hgBatchId");
        assertThat(render(form, ODD))
                .isEqualTo(ODD.substring(0, ODD.length() - 1) + ",\"stream\":\"Contact\",\"hgBatchId\":\"B1\"}");
        assertThat(render(form, "{\"hgBatchId\":7,\"stream\":1.50,\"n\":1.50}"))
                .isEqualTo("{\"hgBatchId\":\"B1\",\"stream\":\"Contact\",\"n\":1.50}");
        assertThat(render(form, "{}")).isEqualTo("{\"stream\":\"Contact\",\"hgBatchId\":\"B1\"}");
    }

    @Test
    void mergesMetadataAtItsTopLevel() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("source", "shop");
        metadata.put("v", Map.of("x", 1));
        RecordForm form = new RecordForm("", false, metadata, "");
        assertThat(render(form, "{\"metadata\":{\"v\":{\"y\":2},\"k\":1.10},\"n\":1.10}"))
                .isEqualTo("{\"metadata\":{\"v\":{\"x\":1},\"k\":1.10,\"source\":\"shop\"},\"n\":1.10}");
        assertThat(render(form, "{\"metadata\":\"text\"}"))
                .isEqualTo("{\"metadata\":{\"source\":\"shop\",\"v\":{\"x\":1}}}");
        assertThat(render(form, "{\"n\":1}")).isEqualTo("{\"n\":1,\"metadata\":{\"source\":\"shop\",\"v\":{\"x\":1}}}");
    }

    @Test
    void numbersAtEveryPlaceKeepTheirDigits() {
        RecordForm form = new RecordForm("x", false, Map.of(), "");
        for (String number : new String[] {"0", "-1", "1.10", "1E5", "1e-7", "123456789012345678901234567890.10"}) {
            assertThat(render(form, "{\"x\":" + number + ",\"n\":" + number + ",\"m\":true,\"l\":" + number + "}"))
                    .isEqualTo("{\"n\":" + number + ",\"m\":true,\"l\":" + number + "}");
        }
    }
}
