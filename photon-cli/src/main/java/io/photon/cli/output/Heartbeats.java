package io.photon.cli.output;

import io.photon.client.ByteSink;

/** Leaves out the empty lines by which a quiet live replay shows that it lives. Takes whole lines. */
public final class Heartbeats implements ByteSink {

    private final ByteSink next;

    public Heartbeats(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        int end = offset + length;
        int from = offset;
        boolean atStart = true;
        for (int i = offset; i < end; i++) {
            if (lines[i] != '\n') {
                atStart = false;
                continue;
            }
            if (atStart) {
                pass(lines, from, i);
                from = i + 1;
            }
            atStart = true;
        }
        pass(lines, from, end);
    }

    private void pass(byte[] lines, int from, int to) {
        if (to > from) {
            next.write(lines, from, to - from);
        }
    }

    @Override
    public void pause() {
        next.pause();
    }
}
