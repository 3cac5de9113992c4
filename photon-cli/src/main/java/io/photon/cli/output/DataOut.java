// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.client.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where data goes, block-buffered. A reader that has left is noticed at once ({@link OutputException}), unlike with a
 * {@code PrintStream}. For one thread.
 */
public final class DataOut implements ByteSink {

    private final OutputStream out;
    private final String name;
    private final byte[] buffer = new byte[64 * 1024];
    private int used;

    /** @param name what it is called in messages, e.g. {@code stdout} */
    public DataOut(OutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > buffer.length - used) {
            drain();
            if (length >= buffer.length) {
                put(bytes, offset, length);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    public void write(int b) {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (byte) b;
    }

    public void print(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void line(String text) {
        print(text);
        write('\n');
    }

    public void flush() {
        drain();
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    @Override
    public void pause() {
        flush();
    }

    private void drain() {
        int n = used;
        used = 0; // what could not be written once is not tried again
        if (n > 0) {
            put(buffer, 0, n);
        }
    }

    private void put(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }
}
