// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.codec.JsonFields;
import io.photon.event.EventLimits;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * Clojure data as muon-clojure encodes the arguments of calls: Avro without a header, each value after the number of its
 * kind in one fixed union. Becomes JSON: keywords and symbols their names, sets, lists and queues arrays, ratios the
 * nearest double, bytes Base64; metadata is left out. Nothing throws on foreign bytes, and what is read and written is
 * bounded by their length.
 */
final class ClojureAvro {

    /** As deep as the JSON of an event may be. */
    private static final int MAX_DEPTH = 999;

    /** Bytes of an integer of {@link EventLimits#MAX_NUMBER_LENGTH} digits, about. */
    private static final int MAX_INTEGER_BYTES = EventLimits.MAX_NUMBER_LENGTH * 10 / 24;

    private static final int META = 0;
    private static final int STRING = 3;
    private static final int SYMBOL = 5;
    private static final int KEYWORD = 6;

    private final byte[] avro;
    private int at;
    private final StringBuilder json;

    private ClojureAvro(byte[] avro) {
        this.avro = avro;
        this.json = new StringBuilder(avro.length * 2);
    }

    /** What cannot be read, and why. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /** The value as JSON in UTF-8; UNSUPPORTED_TYPE for Avro of another kind. */
    static Result<byte[]> json(byte[] avro) {
        ClojureAvro reading = new ClojureAvro(avro);
        try {
            reading.value(0);
            if (reading.at < avro.length) {
                throw new Unreadable("something follows the value");
            }
            return Result.ok(reading.json.toString().getBytes(StandardCharsets.UTF_8));
        } catch (Unreadable e) {
            return Result.err(
                    Failure.Kind.UNSUPPORTED_TYPE,
                    "the argument is Avro that is not Clojure data as muon-clojure writes it: " + e.getMessage()
                            + ", at byte " + reading.at,
                    "send a map as application/json, or as muon-clojure does; from Java a java.util.Map, not a class of"
                            + " your own");
        }
    }

    private void value(int depth) throws Unreadable {
        if (depth > MAX_DEPTH) {
            throw new Unreadable("nested deeper than " + MAX_DEPTH);
        }
        int kind = integer();
        switch (kind) {
            case META -> withMeta(depth);
            case 1 -> json.append("null");
            case 2 -> json.append(truth());
            case STRING -> json.append(JsonFields.quote(text()));
            case 4 -> json.append(JsonFields.quote(character()));
            case SYMBOL, KEYWORD -> json.append(JsonFields.quote(name()));
            case 7, 8, 9 -> json.append(integer());
            case 10 -> json.append(number());
            case 11, 12 -> json.append(bigInteger());
            case 13 -> json.append(finite(fixed(Float.BYTES).getFloat()));
            case 14 -> json.append(finite(fixed(Double.BYTES).getDouble()));
            case 15 -> json.append(new BigDecimal(bigInteger(), integer()));
            case 16, 17, 20, 21, 23 -> array(depth);
            case 18, 19 -> map(depth);
            case 22 ->
                json.append('"')
                        .append(Base64.getEncoder().encodeToString(bytes()))
                        .append('"');
            case 24 -> json.append(ratio());
            default -> throw new Unreadable("there is no kind " + kind);
        }
    }

    private void withMeta(int depth) throws Unreadable {
        value(depth + 1);
        int end = json.length();
        value(depth + 1);
        json.setLength(end);
    }

    private void array(int depth) throws Unreadable {
        json.append('[');
        boolean first = true;
        for (long left = block(); left > 0; left = block()) {
            for (; left > 0; left--) {
                json.append(first ? "" : ",");
                first = false;
                value(depth + 1);
            }
        }
        json.append(']');
    }

    /** Keys and values in turn, wherever a block ends. */
    private void map(int depth) throws Unreadable {
        json.append('{');
        Set<String> keys = new HashSet<>();
        boolean isKey = true;
        for (long left = block(); left > 0; left = block()) {
            for (; left > 0; left--) {
                if (isKey) {
                    String key = key();
                    if (!keys.add(key)) {
                        throw new Unreadable("two keys of one map become '" + Excerpt.of(key) + "'");
                    }
                    json.append(keys.size() == 1 ? "" : ",")
                            .append(JsonFields.quote(key))
                            .append(':');
                } else {
                    value(depth + 1);
                }
                isKey = !isKey;
            }
        }
        if (!isKey) {
            throw new Unreadable("a map has a key without a value");
        }
        json.append('}');
    }

    private String key() throws Unreadable {
        int kind = integer();
        return switch (kind) {
            case 2 -> Boolean.toString(truth());
            case STRING -> text();
            case 4 -> character();
            case SYMBOL, KEYWORD -> name();
            case 7, 8, 9 -> Integer.toString(integer());
            case 10 -> Long.toString(number());
            default -> throw new Unreadable("a value of kind " + kind + " cannot be a key in JSON");
        };
    }

    /** How many elements come next; 0 at the end. */
    private long block() throws Unreadable {
        long count = number();
        if (count < 0) {
            number(); // the length in bytes, for those who skip
            count = -count;
        }
        if (count < 0 || count > avro.length - at) { // each takes a byte at least
            throw new Unreadable("an array is longer than what is there");
        }
        return count;
    }

    private boolean truth() throws Unreadable {
        int value = next();
        if (value > 1) {
            throw new Unreadable("a truth is neither true nor false");
        }
        return value == 1;
    }

    private String character() throws Unreadable {
        int code = integer();
        if (code < 0 || code > Character.MAX_VALUE || Character.isSurrogate((char) code)) {
            throw new Unreadable("there is no character " + code);
        }
        return String.valueOf((char) code);
    }

    /** With its namespace, if it has one. */
    private String name() throws Unreadable {
        int named = integer();
        if (named != 0 && named != 1) {
            throw new Unreadable("a namespace is neither there nor absent");
        }
        String namespace = named == 1 ? text() + "/" : "";
        return namespace + text();
    }

    private BigInteger bigInteger() throws Unreadable {
        byte[] bytes = bytes();
        if (bytes.length == 0 || bytes.length > MAX_INTEGER_BYTES) {
            throw new Unreadable(
                    bytes.length == 0
                            ? "an integer has no digits"
                            : "an integer has more than " + EventLimits.MAX_NUMBER_LENGTH + " digits");
        }
        return new BigInteger(bytes);
    }

    private String ratio() throws Unreadable {
        BigDecimal numerator = new BigDecimal(bigInteger());
        BigDecimal denominator = new BigDecimal(bigInteger());
        if (denominator.signum() == 0) {
            throw new Unreadable("a ratio over zero");
        }
        return finite(numerator.divide(denominator, MathContext.DECIMAL128).doubleValue());
    }

    private static String finite(double value) throws Unreadable {
        if (!Double.isFinite(value)) {
            throw new Unreadable(value + " has no form in JSON");
        }
        return Double.toString(value);
    }

    private static String finite(float value) throws Unreadable {
        finite((double) value);
        return Float.toString(value);
    }

    private ByteBuffer fixed(int length) throws Unreadable {
        if (length > avro.length - at) {
            throw new Unreadable("it ends in a number");
        }
        ByteBuffer bytes = ByteBuffer.wrap(avro, at, length).order(ByteOrder.LITTLE_ENDIAN);
        at += length;
        return bytes;
    }

    private ByteBuffer run() throws Unreadable {
        long length = number();
        if (length < 0 || length > avro.length - at) {
            throw new Unreadable("a text of " + length + " bytes is longer than what is there");
        }
        ByteBuffer bytes = ByteBuffer.wrap(avro, at, (int) length);
        at += (int) length;
        return bytes;
    }

    private byte[] bytes() throws Unreadable {
        ByteBuffer run = run();
        byte[] bytes = new byte[run.remaining()];
        run.get(bytes);
        return bytes;
    }

    private String text() throws Unreadable {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(run()).toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("a text is not UTF-8");
        }
    }

    private int integer() throws Unreadable {
        long value = number();
        if (value != (int) value) {
            throw new Unreadable("a number is larger than its kind");
        }
        return (int) value;
    }

    /** Seven bits a byte, the lowest first, the sign in the last bit. */
    private long number() throws Unreadable {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = next();
            bits |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return bits >>> 1 ^ -(bits & 1);
            }
        }
        throw new Unreadable("a number has no end");
    }

    private int next() throws Unreadable {
        if (at >= avro.length) {
            throw new Unreadable("it ends too early");
        }
        return avro[at++] & 0xff;
    }
}
