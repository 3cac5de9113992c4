// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.photon.event.EventLimits;
import io.photon.projection.sandbox.BytesOut;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.util.Map;

/** Trees of JSON from bytes and back. Thread-safe. */
final class JqJson {

    private static final int MAX_DEPTH = 1_000;
    private static final double MAX_WHOLE = 0x1p63;

    private static final JsonMapper MAPPER = mapper(true);
    private static final JsonMapper STRICT = mapper(false);

    private JqJson() {}

    /** @param snapshots whether what is no number stays what it is */
    private static JsonMapper mapper(boolean snapshots) {
        return JsonMapper.builder(JsonFactory.builder()
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(EventLimits.MAX_NUMBER_LENGTH)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build())
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH + 1)
                                .build())
                        .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, snapshots)
                        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A text of JSON without anything else. */
    static JsonNode parse(String json) throws IOException {
        JsonNode node = STRICT.readTree(json);
        if (node == null || node instanceof MissingNode) {
            throw new IOException("an empty text");
        }
        return node;
    }

    static JsonNode read(String json) throws IOException {
        return orNull(MAPPER.readTree(json));
    }

    static JsonNode read(byte[] json, int from, int length) throws IOException {
        try (JsonParser parser = MAPPER.createParser(json, from, length)) {
            return orNull(MAPPER.readTree(parser));
        }
    }

    private static JsonNode orNull(JsonNode node) {
        return node == null || node instanceof MissingNode ? NullNode.getInstance() : node;
    }

    /** @param strict as jq prints, in JSON alone; else with NaN and infinities as they are */
    static byte[] write(JsonNode node, long maxBytes, boolean strict) throws IOException, ReductionException {
        BytesOut out = new BytesOut(maxBytes);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            write(node, json, strict, 0);
        } catch (BytesOut.TooLarge e) {
            throw BytesOut.explained(e);
        }
        return out.toArray();
    }

    private static void write(JsonNode node, JsonGenerator json, boolean strict, int depth)
            throws IOException, ReductionException {
        if (depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
        }
        CallMeter.poll();
        if (node.isObject()) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json, strict, depth + 1);
            }
            json.writeEndObject();
        } else if (node.isArray()) {
            json.writeStartArray();
            for (JsonNode element : node) {
                write(element, json, strict, depth + 1);
            }
            json.writeEndArray();
        } else if (strict && node.isFloatingPointNumber() && Double.isNaN(node.doubleValue())) {
            json.writeNull();
        } else if (strict && node.isDouble() && Double.isInfinite(node.doubleValue())) {
            json.writeNumber(Math.copySign(Double.MAX_VALUE, node.doubleValue()));
        } else if (strict
                && node.isDouble()
                && node.doubleValue() == Math.rint(node.doubleValue())
                && Math.abs(node.doubleValue()) < MAX_WHOLE) {
            json.writeNumber((long) node.doubleValue()); // as jq prints it
        } else {
            MAPPER.writeTree(json, node);
        }
    }
}
