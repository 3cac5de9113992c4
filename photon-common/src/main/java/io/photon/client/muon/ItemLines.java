// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.muon.network.MuonNetwork;

/** Writes the items of a stream as lines. */
final class ItemLines implements MuonNetwork.Items {

    private final ByteSink lines;
    private long bytes;

    ItemLines(ByteSink lines) {
        this.lines = lines;
    }

    @Override
    public boolean item(byte[] json) {
        byte[] line = EventItems.oneLine(json);
        lines.write(line, 0, line.length);
        bytes += line.length;
        return true;
    }

    @Override
    public void pause() {
        lines.pause();
    }

    /** How many were written. */
    long bytes() {
        return bytes;
    }
}
