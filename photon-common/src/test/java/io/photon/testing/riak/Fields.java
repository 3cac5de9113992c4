// SPDX-License-Identifier: Apache-2.0
package io.photon.testing.riak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message of protocol buffers, by hand, so that the tests do not believe the client about them: numbers and bytes by the
 * numbers of their fields. Not thread-safe.
 */
final class Fields {

    private static final int NUMBER = 0;
    private static final int BYTES = 2;

    private final Map<Integer, List<Object>> values = new TreeMap<>();

    static Fields read(byte[] message) {
        Fields fields = new Fields();
        int[] at = {0};
        while (at[0] < message.length) {
            int tag = (int) number(message, at);
            switch (tag & 7) {
                case NUMBER -> fields.with(tag >>> 3, number(message, at));
                case BYTES -> {
                    int length = (int) number(message, at);
                    byte[] bytes = new byte[length];
                    System.arraycopy(message, at[0], bytes, 0, length);
                    at[0] += length;
                    fields.with(tag >>> 3, bytes);
                }
                default -> throw new IllegalArgumentException("a field of kind " + (tag & 7));
            }
        }
        return fields;
    }

    private static long number(byte[] message, int[] at) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message[at[0]++];
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    Fields with(int field, byte[] bytes) {
        return with(field, (Object) bytes);
    }

    Fields with(int field, String text) {
        return with(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Fields with(int field, long number) {
        return with(field, (Object) number);
    }

    private Fields with(int field, Object value) {
        values.computeIfAbsent(field, each -> new ArrayList<>()).add(value);
        return this;
    }

    boolean has(int field) {
        return values.containsKey(field);
    }

    byte[] bytes(int field) {
        return has(field) ? (byte[]) values.get(field).get(0) : new byte[0];
    }

    String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    boolean flag(int field) {
        return has(field) && (long) values.get(field).get(0) != 0;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach((field, all) -> {
            for (Object value : all) {
                if (value instanceof byte[] bytes) {
                    write(out, (long) field << 3 | BYTES);
                    write(out, bytes.length);
                    out.writeBytes(bytes);
                } else {
                    write(out, (long) field << 3 | NUMBER);
                    write(out, (long) value);
                }
            }
        });
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long left = number;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
