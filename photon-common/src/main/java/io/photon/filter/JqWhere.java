// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.event.Event;
import io.photon.event.EventLimits;
import io.photon.result.Failure;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed predicate. Reads of an event only the fields that it speaks of. */
final class JqWhere implements Where {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2_000)
                            .maxNumberLength(EventLimits.MAX_NUMBER_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final String source;
    private final Jq predicate;
    private final @Nullable Set<String> fields;

    /** @param fields the event's fields that the predicate looks at, or null for all */
    JqWhere(String source, Jq predicate, @Nullable Set<String> fields) {
        this.source = source;
        this.predicate = predicate;
        this.fields = fields;
    }

    @Override
    public boolean test(Event event) {
        try {
            return Jq.isTrue(predicate.eval(read(event), new WorkLimit()));
        } catch (Jq.NotComparable e) {
            return false;
        } catch (WorkLimit.Exceeded e) {
            throw new WhereException(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "where: at order-id " + event.orderId() + ": the condition takes more than " + WorkLimit.MOST
                            + " steps (limit of one event)",
                    "use a simpler condition, or filter the output with jq"));
        } catch (IOException | NumberFormatException e) { // e.g. an exponent of ten digits
            throw new WhereException(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "where: the event at order-id " + event.orderId() + " cannot be read: " + reason(e),
                    "leave the event out by --from, --to or --type, or look at it with photon event get"));
        }
    }

    private static @Nullable String reason(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }

    private JsonNode read(Event event) throws IOException {
        try (JsonParser parser = JSON.createParser(event.array(), event.offset(), event.length())) {
            if (fields == null) {
                return JSON.readTree(parser);
            }
            ObjectNode seen = JSON.createObjectNode();
            parser.nextToken();
            int left = fields.size();
            while (left > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (fields.contains(name)) {
                    seen.set(name, JSON.<JsonNode>readTree(parser));
                    left--;
                } else {
                    parser.skipChildren();
                }
            }
            return seen;
        }
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return source;
    }
}
