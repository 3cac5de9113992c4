// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.projection.spi.StreamSize;
import java.io.ByteArrayOutputStream;

/**
 * A {@link StreamState} as the bytes of a row, and back.
 *
 * <pre>
 * row    = 2 total bytes last versions × (text total truncated node)
 * node   = shape count [7 counts, when types are mixed] children × (text node) [items node] [others node]
 * shape  = type, + 8 mixed, + 16 deeper, + 32 items, + 64 others
 * text   = length bytes;  numbers are variable-length, seven bits a byte, low ones first
 * </pre>
 */
final class StreamRowBytes {

    private static final int FORMAT = 2;
    private static final int TYPE = 7;
    private static final int MIXED = 8;
    private static final int DEEPER = 16;
    private static final int ITEMS = 32;
    private static final int OTHERS = 64;

    /** Not used by what reads no names. */
    private static final NamePool NO_NAMES = new NamePool();

    private StreamRowBytes() {}

    static byte[] write(StreamState stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(FORMAT);
        number(out, stream.total);
        number(out, stream.bytes);
        number(out, stream.last);
        number(out, stream.versions.size());
        for (SchemaState schema : stream.versions) {
            text(out, schema.version);
            number(out, schema.total);
            out.write(schema.truncated ? 1 : 0);
            node(out, schema.root);
        }
        return out.toByteArray();
    }

    private static void node(ByteArrayOutputStream out, FieldNode node) {
        out.write(Math.max(0, node.type)
                | (node.mixed != null ? MIXED : 0)
                | (node.deeper ? DEEPER : 0)
                | (node.items != null ? ITEMS : 0)
                | (node.others != null ? OTHERS : 0));
        number(out, node.count);
        if (node.mixed != null) {
            for (long count : node.mixed) {
                number(out, count);
            }
        }
        number(out, node.childCount);
        for (int i = 0; i < node.childCount; i++) {
            text(out, node.children[i].name);
            node(out, node.children[i]);
        }
        if (node.items != null) {
            node(out, node.items);
        }
        if (node.others != null) {
            node(out, node.others);
        }
    }

    private static void text(ByteArrayOutputStream out, byte[] text) {
        number(out, text.length);
        out.writeBytes(text);
    }

    private static void number(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** The stream of a row. @throws IllegalStateException when it is no row of this format */
    static StreamState read(String name, byte[] row, NamePool names) {
        try {
            return new Reading(row, names).stream(name);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalStateException("the row of stream '" + name + "' cannot be read", e);
        }
    }

    /** What the row of a stream begins with; the rest, which may be long, is not read. */
    static StreamSize size(String name, byte[] row) {
        try {
            StreamState stream = new StreamState(name);
            new Reading(row, NO_NAMES).begin(stream);
            return stream.size();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalStateException("the row of stream '" + name + "' cannot be read", e);
        }
    }

    private static final class Reading {
        private final byte[] row;
        private final NamePool names;
        private int at;

        Reading(byte[] row, NamePool names) {
            this.row = row;
            this.names = names;
        }

        void begin(StreamState stream) {
            if (row[at++] != FORMAT) {
                throw new IllegalStateException("the row of stream '" + stream.name + "' has an unknown format");
            }
            stream.total = number();
            stream.bytes = number();
            stream.last = number();
        }

        StreamState stream(String name) {
            StreamState stream = new StreamState(name);
            begin(stream);
            for (long versions = number(); versions > 0; versions--) {
                SchemaState schema = new SchemaState(text());
                schema.total = number();
                schema.truncated = row[at++] != 0;
                node(schema, schema.root);
                stream.versions.add(schema);
            }
            return stream;
        }

        private void node(SchemaState schema, FieldNode node) {
            int shape = row[at++];
            node.count = number();
            node.type = node.count == 0 ? -1 : shape & TYPE;
            node.deeper = (shape & DEEPER) != 0;
            if ((shape & MIXED) != 0) {
                node.mixed = new long[JsonType.COUNT];
                for (int i = 0; i < JsonType.COUNT; i++) {
                    node.mixed[i] = number();
                }
            }
            int children = (int) number();
            node.children = children == 0 ? FieldNode.NONE : new FieldNode[children];
            for (int i = 0; i < children; i++) {
                FieldNode child = new FieldNode(text());
                schema.paths++;
                node(schema, child);
                node.add(child);
            }
            if ((shape & ITEMS) != 0) {
                node.items = new FieldNode(FieldNode.UNNAMED);
                schema.paths++;
                node(schema, node.items);
            }
            if ((shape & OTHERS) != 0) {
                node.others = new FieldNode(FieldNode.UNNAMED);
                schema.paths++;
                node(schema, node.others);
            }
        }

        private byte[] text() {
            int length = (int) number();
            byte[] text = names.of(row, at, at + length);
            at += length;
            return text;
        }

        private long number() {
            long number = 0;
            int shift = 0;
            while (true) {
                byte b = row[at++];
                number |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return number;
                }
                shift += 7;
            }
        }
    }
}
