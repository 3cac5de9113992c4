// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Random;

/**
 * Makes JSON documents of many shapes from a seed: every kind of value, Unicode from all planes, escapes of every sort,
 * long numbers, deep nesting, duplicate keys, white space between tokens, and now and then a large one.
 */
final class Documents {

    private final Random random;

    Documents(long seed) {
        random = new Random(seed);
    }

    /** One JSON text without raw line breaks. */
    String next() {
        int kind = random.nextInt(10_000);
        if (kind == 0) {
            return "\"" + "größer ".repeat(150_000) + "\"";
        }
        if (kind < 20) {
            return nested(200);
        }
        return value(4);
    }

    private String value(int depth) {
        int kinds = depth > 0 ? 9 : 7;
        return switch (random.nextInt(kinds)) {
            case 0 -> random.nextBoolean() ? "true" : "false";
            case 1 -> "null";
            case 2 -> Long.toString(random.nextLong());
            case 3 -> number();
            case 4, 5, 6 -> text();
            case 7 -> array(depth);
            default -> object(depth);
        };
    }

    private String number() {
        return switch (random.nextInt(5)) {
            case 0 -> new BigInteger(random.nextInt(1, 2_000), random).toString();
            case 1 -> new BigDecimal(new BigInteger(300, random), random.nextInt(200)).toPlainString();
            case 2 -> random.nextInt(100) + "." + "0".repeat(random.nextInt(5)) + "10";
            case 3 ->
                "-" + random.nextInt(9) + "." + random.nextInt(1_000) + (random.nextBoolean() ? "E+" : "e-")
                        + random.nextInt(400);
            default -> "-0";
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder("\"");
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(9)) {
                case 0 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
                case 1 -> text.appendCodePoint(random.nextInt(0xa0, 0xd800));
                case 2 -> text.append("\\u").append(String.format(Locale.ROOT, "%04x", random.nextInt(0x10000)));
                case 3 -> text.append(ESCAPES[random.nextInt(ESCAPES.length)]);
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.append('"').toString();
    }

    private static final String[] ESCAPES = {
        "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\u2028", "\u007f"
    };

    private String array(int depth) {
        StringBuilder array = new StringBuilder("[").append(space());
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            array.append(i == 0 ? "" : "," + space()).append(value(depth - 1));
        }
        return array.append(space()).append("]").toString();
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{").append(space());
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            String key = random.nextInt(8) == 0 ? "\"payload\"" : text();
            object.append(i == 0 ? "" : "," + space())
                    .append(key)
                    .append(space())
                    .append(":")
                    .append(space());
            object.append(value(depth - 1));
        }
        return object.append("}").toString();
    }

    private String nested(int depth) {
        return "[".repeat(depth) + value(0) + "]".repeat(depth);
    }

    private String space() {
        return random.nextInt(4) == 0 ? " \t".repeat(random.nextInt(3)) : "";
    }
}
