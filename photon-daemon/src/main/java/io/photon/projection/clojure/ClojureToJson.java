// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.BigInt;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.RT;
import clojure.lang.Ratio;
import clojure.lang.Sequential;
import clojure.lang.Symbol;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.photon.projection.sandbox.BytesOut;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.sandbox.JsonTexts;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Clojure's values as JSON, as the original printed them (cheshire): keywords by name, sets and sequences as arrays, ratios as
 * decimals, other keys as texts. Not thread-safe.
 */
final class ClojureToJson {

    private static final int MAX_DEPTH = 1_000;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .build())
            .build();

    private @Nullable JsonGenerator json;
    private int depth;

    byte[] write(@Nullable Object value, long maxBytes) throws IOException, ReductionException {
        BytesOut out = new BytesOut(maxBytes);
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            json = generator;
            depth = 0;
            value(value);
        } catch (BytesOut.TooLarge e) {
            throw BytesOut.explained(e);
        } finally {
            json = null;
        }
        return out.toArray();
    }

    private void value(@Nullable Object value) throws IOException, ReductionException {
        if (value == null) {
            json().writeNull();
        } else if (value instanceof String text) {
            JsonTexts.write(json(), text);
        } else if (value instanceof Boolean bool) {
            json().writeBoolean(bool);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Keyword || value instanceof Symbol || value instanceof Character) {
            JsonTexts.write(json(), JsonKeys.name(value));
        } else if (value instanceof IPersistentMap map) {
            deeper();
            JsonKeys.check(map);
            json().writeStartObject();
            for (Object entry : map) {
                json().writeFieldName(JsonTexts.name(JsonKeys.name(((Map.Entry<?, ?>) entry).getKey())));
                value(((Map.Entry<?, ?>) entry).getValue());
            }
            json().writeEndObject();
            depth--;
        } else if (value instanceof Sequential || value instanceof IPersistentSet) {
            deeper();
            json().writeStartArray();
            for (ISeq seq = RT.seq(value); seq != null; seq = seq.next()) {
                value(seq.first());
            }
            json().writeEndArray();
            depth--;
        } else if (value instanceof Date date) {
            json().writeString(DATE.format(Instant.ofEpochMilli(date.getTime())));
        } else if (value instanceof UUID uuid) {
            json().writeString(uuid.toString());
        } else {
            throw ClojureSnapshot.refused(value);
        }
    }

    private void deeper() throws ReductionException {
        CallMeter.poll();
        if (++depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
        }
    }

    private void number(Number number) throws IOException {
        if (number instanceof BigInt big) {
            json().writeNumber(big.toBigInteger());
        } else if (number instanceof BigInteger big) {
            json().writeNumber(big);
        } else if (number instanceof BigDecimal decimal) {
            json().writeNumber(decimal.toString());
        } else if (number instanceof Double || number instanceof Float || number instanceof Ratio) {
            json().writeNumber(number.doubleValue());
        } else {
            json().writeNumber(number.longValue());
        }
    }

    private JsonGenerator json() {
        return Objects.requireNonNull(json);
    }
}
