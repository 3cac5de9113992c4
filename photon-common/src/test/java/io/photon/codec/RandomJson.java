// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.util.Random;

/** Random JSON values in many spellings: spaces, line breaks, escapes, long numbers, duplicate keys. */
final class RandomJson {

    private static final String[] STRINGS = {
        "\"\"",
        "\"a\"",
        "\"é😀\"",
        "\"\\u00e9\\ud800\"",
        "\"\\n\\t\\\"\\\\\\/\"",
        "\"a longer text without escapes\"",
        "\"12345678\\\"12345678\"",
        "\"}{][,:\""
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-17", "1.50", "1e5", "-2.5E-3", "9007199254740993", "123456789012345678901234567890.5"
    };

    /** Without the lone surrogate, which Jackson reads in values only. */
    private static final String[] KEYS = {"\"\"", "\"a\"", "\"é😀\"", "\"\\u00e9\"", "\"payload\"", "\"\\\"a\\n\""};

    private RandomJson() {}

    static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 7 : 5);
        return switch (kind) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> STRINGS[random.nextInt(STRINGS.length)];
            case 5 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    static String space(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> " ";
            case 1 -> "\n";
            case 2 -> "\r\n\t ";
            default -> "";
        };
    }

    private static String array(Random random, int depth) {
        StringBuilder json = new StringBuilder("[").append(space(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(value(random, depth - 1)).append(space(random)).append(i > 1 ? "," : "");
        }
        return json.append(space(random)).append(']').toString();
    }

    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{").append(space(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(KEYS[random.nextInt(KEYS.length)])
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(value(random, depth - 1))
                    .append(space(random))
                    .append(i > 1 ? "," : "");
        }
        return json.append('}').toString();
    }
}
