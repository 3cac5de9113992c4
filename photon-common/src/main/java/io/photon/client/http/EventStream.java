// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ByteSink;

/**
 * Takes the data out of Server-Sent Events: what follows {@code data:}, a line of it at a time; names, ids and comments
 * are left out. Nothing is held back, so a line may be of any length.
 */
final class EventStream implements ByteSink {

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final ByteSink next;
    /** How many bytes of the line's beginning were as in DATA; -1 when it is another line, DATA.length inside data. */
    private int matched;
    /** Whether a blank after the colon is still to be left out. */
    private boolean atFirst;

    EventStream(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int from = -1;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (matched == DATA.length) {
                if (from < 0 && !(atFirst && b == ' ')) {
                    from = i;
                }
                atFirst = false;
                if (b == '\n') {
                    next.write(bytes, from, i + 1 - from);
                    from = -1;
                    matched = 0;
                }
            } else if (b == '\n') {
                matched = 0;
            } else if (matched >= 0 && b == DATA[matched]) {
                matched++;
                atFirst = matched == DATA.length;
            } else {
                matched = -1;
            }
        }
        if (from >= 0) {
            next.write(bytes, from, end - from);
        }
    }

    @Override
    public void pause() {
        next.pause();
    }
}
