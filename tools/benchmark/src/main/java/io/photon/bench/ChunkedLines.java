// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.util.HexFormat;

/** Counts the lines of a body that comes in chunks (RFC 9112, 7.1), in whatever pieces it is read. */
final class ChunkedLines implements CountedAnswer {

    private enum At {
        SIZE,
        DATA,
        END_OF_DATA,
        TRAILER,
        WHOLE
    }

    private At at = At.SIZE;
    private int left;
    private boolean isEmptyLine = true;
    private long count;

    @Override
    public boolean isWhole() {
        return at == At.WHOLE;
    }

    @Override
    public long count() {
        return count;
    }

    /** @throws IOException when it is not in chunks, or something follows it */
    @Override
    public void take(byte[] bytes, int length) throws IOException {
        int i = 0;
        while (i < length) {
            if (at == At.DATA) {
                int to = i + Math.min(left, length - i);
                left -= to - i;
                for (; i < to; i++) {
                    count += bytes[i] == '\n' ? 1 : 0;
                }
                at = left == 0 ? At.END_OF_DATA : At.DATA;
            } else {
                frame(bytes[i++]);
            }
        }
    }

    private void frame(byte b) throws IOException {
        switch (at) {
            case SIZE -> size(b);
            case END_OF_DATA -> at = b == '\n' ? At.SIZE : At.END_OF_DATA;
            case TRAILER -> trailer(b);
            default -> throw new IOException("more came after the last chunk");
        }
    }

    private void size(byte b) throws IOException {
        if (HexFormat.isHexDigit(b)) {
            left = left * 16 + HexFormat.fromHexDigit(b);
        } else if (b == '\n') {
            at = left == 0 ? At.TRAILER : At.DATA;
        } else if (b != '\r') {
            throw new IOException("the size of a chunk has the character " + (char) b);
        }
    }

    private void trailer(byte b) {
        if (b == '\n') {
            at = isEmptyLine ? At.WHOLE : At.TRAILER;
            isEmptyLine = true;
        } else if (b != '\r') {
            isEmptyLine = false;
        }
    }
}
