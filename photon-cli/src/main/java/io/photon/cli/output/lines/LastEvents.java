// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;

/** Looks at the newest events, played backwards: where they begin and where they end. Shows nothing. Takes whole lines. */
public final class LastEvents implements ByteSink {

    private long oldest;
    private long newest;

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, (block, from, to) -> {
            long id = LastPosition.orderId(block, from, to);
            if (id > 0) {
                oldest = id;
                newest = Math.max(newest, id);
            }
        });
    }

    @Override
    public void pause() {
        // nothing is shown, so nothing is held back
    }

    /** The order-id of the first of them; 0 when there is none. */
    public long oldest() {
        return oldest;
    }

    /** The order-id of the last of them; 0 when there is none. */
    public long newest() {
        return newest;
    }
}
