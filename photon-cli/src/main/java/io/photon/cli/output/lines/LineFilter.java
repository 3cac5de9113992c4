// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.client.ByteSink;
import org.jspecify.annotations.Nullable;

/** Leaves out the lines that are meant for the command itself, and passes on all others. Takes whole lines. */
abstract class LineFilter implements ByteSink {

    private final ByteSink next;

    LineFilter(ByteSink next) {
        this.next = next;
    }

    /**
     * Looks at a line, without its end.
     *
     * @return null to pass it on; else what to do about it, once what came before it is out
     */
    abstract @Nullable Runnable leftOut(byte[] lines, int from, int to);

    @Override
    public final void write(byte[] lines, int offset, int length) {
        int end = offset + length;
        int from = offset;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (lines[i] != '\n') {
                continue;
            }
            Runnable instead = leftOut(lines, start, i);
            if (instead != null) {
                pass(lines, from, start);
                from = i + 1;
                instead.run();
            }
            start = i + 1;
        }
        pass(lines, from, end);
    }

    private void pass(byte[] lines, int from, int to) {
        if (to > from) {
            next.write(lines, from, to - from);
        }
    }

    @Override
    public final void pause() {
        next.pause();
    }
}
