// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 for a terminal that is not ours to colour: what {@link TerminalSafe} calls harmful is written as an escape, which in
 * JSON is the same text; ends of lines and tabs stay. A pipe gets the bytes as they are. For one thread.
 */
final class SafeTerminalOut extends FilterOutputStream {

    /** Longest sequence of bytes that is one harmful character. */
    private static final int LONGEST = 3;

    /** The beginning of a character that may become a harmful one. */
    private final byte[] held = new byte[LONGEST];

    private int holding;

    SafeTerminalOut(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int written = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (holding > 0 || isSuspicious(bytes[i])) {
                out.write(bytes, written, i - written);
                one(bytes[i]);
                written = i + 1;
            }
        }
        out.write(bytes, written, end - written);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
        let();
        super.close();
    }

    /** A control character, or the first byte of one above ASCII or of a direction character. */
    private static boolean isSuspicious(byte b) {
        int first = b & 0xff;
        return first < 0x20 && first != '\n' && first != '\t'
                || first == 0x7f
                || first == 0xc2
                || first == 0xd8
                || first == 0xe2;
    }

    private void one(byte b) throws IOException {
        if (holding > 0 && (b & 0xc0) != 0x80) { // the character before was cut
            let();
            if (!isSuspicious(b)) {
                out.write(b);
                return;
            }
        }
        held[holding++] = b;
        int first = held[0] & 0xff;
        if (holding == (first < 0x80 ? 1 : first == 0xe2 ? LONGEST : 2)) {
            String character = new String(held, 0, holding, StandardCharsets.UTF_8);
            holding = 0;
            out.write(TerminalSafe.text(character).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void let() throws IOException {
        out.write(held, 0, holding);
        holding = 0;
    }
}
