// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * JSON turned into EDN as it passes, piece by piece: names of fields become keywords where EDN allows them as such, else
 * they stay strings; {@code null} becomes {@code nil}. Commas are white space in EDN and stay. The JSON must be well-formed.
 * Holds the name of one field at most. For one text; not thread-safe.
 */
public final class JsonToEdn {

    private static final String SIGNS = "*!_?$%&=<>";
    private static final String LATER_SIGNS = SIGNS + "-+.#";
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /** Bit N is set when the container at depth N is an object. */
    private final BitSet objects = new BitSet();

    private int depth;
    /** Whether the next string is the name of a field. */
    private boolean atName;
    /** Collects a name while one is read. */
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();

    private boolean inText;
    private boolean inName;
    private boolean escaped;
    /** How many letters of {@code null} were read. */
    private int nulls;

    /** What the next bytes of the JSON are in EDN. */
    public byte[] next(byte[] json, int offset, int length) {
        ByteArrayOutputStream edn = new ByteArrayOutputStream(length + 16);
        for (int i = offset; i < offset + length; i++) {
            if (inText) {
                inside(json[i], edn);
            } else {
                between(json[i], edn);
            }
        }
        return edn.toByteArray();
    }

    private void inside(byte next, ByteArrayOutputStream edn) {
        ByteArrayOutputStream to = inName ? name : edn;
        if (escaped) {
            escaped = false;
            if (next != '/') { // EDN knows no such escape
                to.write('\\');
            }
            to.write(next);
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            inText = false;
            if (inName) {
                endName(edn);
            } else {
                edn.write('"');
            }
        } else {
            to.write(next);
        }
    }

    private void endName(ByteArrayOutputStream edn) {
        byte[] read = name.toByteArray();
        name.reset();
        inName = false;
        if (isKeyword(read)) {
            edn.write(':');
            edn.writeBytes(read);
        } else {
            edn.write('"');
            edn.writeBytes(read);
            edn.write('"');
        }
    }

    private void between(byte next, ByteArrayOutputStream edn) {
        if (nulls > 0 || next == 'n') {
            nulls++;
            if (nulls == NULL.length) {
                nulls = 0;
                edn.writeBytes(new byte[] {'n', 'i', 'l'});
            }
            return;
        }
        switch (next) {
            case '"' -> {
                inText = true;
                inName = atName;
                atName = false;
                if (!inName) {
                    edn.write('"');
                }
            }
            case '{', '[' -> {
                objects.set(++depth, next == '{');
                atName = next == '{';
                edn.write(next);
            }
            case '}', ']' -> {
                depth--;
                atName = false;
                edn.write(next);
            }
            case ',' -> {
                atName = objects.get(depth);
                edn.write(',');
                edn.write(' ');
            }
            case ':' -> edn.write(' ');
            default -> edn.write(next);
        }
    }

    /** What every reader of EDN takes: a letter or sign first, then letters, digits and signs, all of ASCII. */
    private static boolean isKeyword(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            byte each = name[i];
            boolean letter = each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z';
            boolean later = i > 0 && (each >= '0' && each <= '9' || LATER_SIGNS.indexOf(each) >= 0);
            if (!letter && !later && SIGNS.indexOf(each) < 0) {
                return false;
            }
        }
        return name.length > 0;
    }
}
