// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.photon.event.Event;
import io.photon.projection.sandbox.Measure;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.util.Map;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** A filter and its value, a tree of JSON. */
final class JqFold implements ScriptFold {

    private static final int MAX_DEPTH = 1_000;

    private final JsonQuery query;
    private final Scope builtins;
    private final JsonNode initial;
    private JsonNode value;

    JqFold(JsonQuery query, Scope builtins, JsonNode initial) {
        this.query = query;
        this.builtins = builtins;
        this.initial = initial;
        this.value = initial;
    }

    @Override
    public void reduce(Event event) throws IOException {
        Scope scope = Scope.newChildScope(builtins);
        scope.setValue("event", JqJson.read(event.array(), event.offset(), event.length()));
        scope.setValue("ENV", NullNode.getInstance());
        JsonNode[] last = {value};
        query.apply(scope, value, (JsonNode out) -> last[0] = out);
        value = last[0];
    }

    @Override
    public byte[] value(long maxBytes) throws IOException, ReductionException {
        return JqJson.write(value, maxBytes, true);
    }

    @Override
    public byte[] snapshot(long maxBytes) throws IOException, ReductionException {
        return JqJson.write(value, maxBytes, false);
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws IOException {
        value = snapshot == null ? initial : JqJson.read(snapshot, 0, snapshot.length);
    }

    @Override
    public void measure(Measure measure) throws ReductionException {
        measure(value, measure, 0);
    }

    private static void measure(JsonNode node, Measure measure, int depth) throws ReductionException {
        if (measure.isOver()) {
            return;
        }
        if (depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
        }
        if (node.isTextual()) {
            measure.text(node.textValue().length());
        } else if (node.isContainerNode()) {
            measure.container(node.size());
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                measure.text(field.getKey().length());
                measure(field.getValue(), measure, depth + 1);
            }
            if (node.isArray()) {
                for (JsonNode element : node) {
                    measure(element, measure, depth + 1);
                }
            }
        } else if (node.isBigInteger()) {
            measure.integer(node.bigIntegerValue().bitLength());
        } else {
            measure.scalar();
        }
    }

    @Override
    public @Nullable ReductionException explain(Throwable error) {
        boolean tooDeep = error instanceof StreamConstraintsException e
                        && String.valueOf(e.getOriginalMessage()).contains("nesting depth")
                || error instanceof JsonMappingException && error.getCause() instanceof StackOverflowError;
        if (tooDeep) {
            return new ReductionException("a value is nested deeper than " + MAX_DEPTH, null, true);
        }
        if (error instanceof JsonQueryException query) {
            Throwable cause = query.getCause();
            return query.getOriginalMessage() == null && cause != null
                    ? explain(cause)
                    : new ReductionException(query.getOriginalMessage(), null);
        }
        if (error instanceof JsonProcessingException unreadable) { // of an event, e.g. a number that is too long
            return new ReductionException("the event cannot be read: " + unreadable.getOriginalMessage(), null, true);
        }
        if (error instanceof RuntimeException e) { // e.g. of a regular expression that is none
            String said = e.getMessage();
            return new ReductionException(
                    said == null ? "jackson-jq cannot tell what this expression gives" : said, null);
        }
        return null;
    }
}
