// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a service says it can do, the payload of {@code introspect/introspectionReport} (docs/muon-protocol 9.2).
 *
 * @param serviceName its name
 * @param protocols what it speaks
 */
public record Introspection(String serviceName, List<Protocol> protocols) {

    /**
     * One protocol.
     *
     * @param scheme e.g. {@code rpc}
     * @param name for a person
     * @param description for a person
     */
    public record Protocol(String scheme, String name, String description, List<Operation> operations) {
        public Protocol {
            Objects.requireNonNull(scheme, "scheme");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
            operations = List.copyOf(operations);
        }
    }

    /**
     * One endpoint.
     *
     * @param resource its path
     * @param doc for a person, e.g. {@code [HOT_COLD]}; null when there is nothing to say
     */
    public record Operation(String resource, @Nullable String doc) {
        public Operation {
            Objects.requireNonNull(resource, "resource");
        }
    }

    /** More of anything is not kept. */
    private static final int MAX_ENTRIES = 10_000;

    private static final byte[][] REPORT = {Utf8.bytes("serviceName"), Utf8.bytes("protocols")};
    private static final byte[][] PROTOCOL = {
        Utf8.bytes("protocolScheme"), Utf8.bytes("protocolName"), Utf8.bytes("description"), Utf8.bytes("operations")
    };
    private static final byte[][] OPERATION = {Utf8.bytes("resource"), Utf8.bytes("doc")};

    public Introspection {
        Objects.requireNonNull(serviceName, "serviceName");
        protocols = List.copyOf(protocols);
    }

    /** The payload; all keys but {@code doc} are always there, for some clients read them unasked. */
    public byte[] encode() {
        WireBuffer to = WireBuffer.borrow();
        to.add('{').quoted("serviceName").add(':').quoted(serviceName);
        to.add(',').quoted("protocols").add(':').add('[');
        for (int i = 0; i < protocols.size(); i++) {
            Protocol protocol = protocols.get(i);
            if (i > 0) {
                to.add(',');
            }
            to.add('{').quoted("protocolScheme").add(':').quoted(protocol.scheme());
            to.add(',').quoted("protocolName").add(':').quoted(protocol.name());
            to.add(',').quoted("description").add(':').quoted(protocol.description());
            to.add(',').quoted("operations").add(':').add('[');
            for (int j = 0; j < protocol.operations().size(); j++) {
                Operation operation = protocol.operations().get(j);
                if (j > 0) {
                    to.add(',');
                }
                to.add('{').quoted("resource").add(':').quoted(operation.resource());
                if (operation.doc() != null) {
                    to.add(',').quoted("doc").add(':').quoted(operation.doc());
                }
                to.add('}');
            }
            to.add(']').add('}');
        }
        return to.add(']').add('}').toArray();
    }

    /** Reads such a payload; BAD_INPUT with the reason when it is none. Nothing throws. */
    public static Result<Introspection> decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        String name = null;
        List<Protocol> protocols = new ArrayList<>();
        int field = cursor.openObject() ? cursor.nextField(REPORT) : JsonCursor.END;
        while (field != JsonCursor.END) {
            if (field == 0) {
                name = cursor.text();
            } else if (field == 1 && cursor.openArray()) {
                while (cursor.nextItem()) {
                    protocol(cursor, protocols);
                }
            } else if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            }
            field = cursor.nextField(REPORT);
        }
        if (cursor.failed()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "not an introspection report: " + cursor.problem(),
                    "the service asked does not keep to the protocol");
        }
        return Result.ok(new Introspection(name == null ? "" : name, protocols));
    }

    private static void protocol(JsonCursor cursor, List<Protocol> protocols) {
        if (!cursor.atObject()) {
            cursor.skip();
            return;
        }
        cursor.openObject();
        String[] texts = {"", "", ""};
        List<Operation> operations = new ArrayList<>();
        int field = cursor.nextField(PROTOCOL);
        while (field != JsonCursor.END) {
            if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            } else if (field < texts.length) {
                String text = cursor.text();
                texts[field] = text == null ? "" : text;
            } else if (cursor.openArray()) {
                while (cursor.nextItem()) {
                    operation(cursor, operations);
                }
            }
            field = cursor.nextField(PROTOCOL);
        }
        if (protocols.size() < MAX_ENTRIES) {
            protocols.add(new Protocol(texts[0], texts[1], texts[2], operations));
        }
    }

    private static void operation(JsonCursor cursor, List<Operation> operations) {
        if (!cursor.atObject()) {
            cursor.skip();
            return;
        }
        cursor.openObject();
        String resource = null;
        String doc = null;
        int field = cursor.nextField(OPERATION);
        while (field != JsonCursor.END) {
            switch (field) {
                case 0 -> resource = cursor.text();
                case 1 -> doc = cursor.text();
                default -> cursor.skip();
            }
            field = cursor.nextField(OPERATION);
        }
        if (resource != null && operations.size() < MAX_ENTRIES) {
            operations.add(new Operation(resource, doc));
        }
    }
}
