// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.text.Utf8;

/**
 * Writes JSON as UTF-8 bytes, without spaces; commas come by themselves. That each object and array is closed, and that a
 * field has one value, is up to the caller. Not thread-safe.
 */
public final class JsonWriter {

    private static final byte[] TRUE = Utf8.bytes("true");
    private static final byte[] FALSE = Utf8.bytes("false");

    private final ByteBuilder out;

    /** @param capacity bytes, about; it grows */
    public JsonWriter(int capacity) {
        out = new ByteBuilder(Math.max(16, capacity));
    }

    public JsonWriter object() {
        between();
        out.add((byte) '{');
        return this;
    }

    public JsonWriter endObject() {
        out.add((byte) '}');
        return this;
    }

    public JsonWriter array() {
        between();
        out.add((byte) '[');
        return this;
    }

    public JsonWriter endArray() {
        out.add((byte) ']');
        return this;
    }

    /** The name of a field, whose value is next. */
    public JsonWriter field(String name) {
        between();
        out.add(Utf8.bytes(JsonFields.quote(name))).add((byte) ':');
        return this;
    }

    /** @param text half a surrogate pair becomes a question mark */
    public JsonWriter field(String name, String text) {
        return field(name).value(text);
    }

    public JsonWriter field(String name, long number) {
        return field(name).value(number);
    }

    public JsonWriter field(String name, boolean yes) {
        return field(name).raw(yes ? TRUE : FALSE);
    }

    public JsonWriter value(String text) {
        between();
        out.add(Utf8.bytes(JsonFields.quote(text)));
        return this;
    }

    public JsonWriter value(long number) {
        return raw(Utf8.bytes(Long.toString(number)));
    }

    /** A value that is JSON already. */
    public JsonWriter raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    /** The same of a part. */
    public JsonWriter raw(byte[] json, int offset, int length) {
        between();
        out.add(json, offset, offset + length);
        return this;
    }

    /** What was written so far, copied. */
    public byte[] bytes() {
        return out.toArray();
    }

    /** The same as text. */
    public String text() {
        return Utf8.text(out.array(), 0, out.size());
    }

    /** No value ends as these do, so the last byte says enough. */
    private void between() {
        byte last = out.size() == 0 ? (byte) '[' : out.array()[out.size() - 1];
        if (last != '{' && last != '[' && last != ':') {
            out.add((byte) ',');
        }
    }
}
