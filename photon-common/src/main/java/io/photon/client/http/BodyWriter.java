// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Sends a request's body in chunks, as it can be read, while another thread reads the answer. */
final class BodyWriter implements Runnable {

    /** Room before the data for a chunk's size in hex and a line end. */
    private static final int HEAD = 8;

    private static final int DATA = 128 * 1024;

    private static final byte[] END = {'0', '\r', '\n', '\r', '\n'};

    private final InputStream source;
    private final OutputStream out;
    private final Deadline deadline;
    private final Runnable breakConnection;
    private volatile @Nullable IOException sourceFailure;
    private volatile boolean done;

    BodyWriter(InputStream source, OutputStream out, Deadline deadline, Runnable breakConnection) {
        this.source = source;
        this.out = out;
        this.deadline = deadline;
        this.breakConnection = breakConnection;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[HEAD + DATA + 2];
        try (source) {
            while (true) {
                int n = read(chunk);
                if (n < 0) {
                    break;
                }
                if (n > 0) {
                    send(chunk, n);
                }
            }
            done = true;
            out.write(END);
            out.flush();
            deadline.moved();
        } catch (IOException e) {
            if (sourceFailure != null) {
                breakConnection.run(); // without its last chunk the daemon sees a truncated upload
            } // else the daemon takes no more: its answer, or that there is none, says why
        } catch (RuntimeException | Error e) { // else the answer would be waited for until the daemon gives up
            sourceFailure = new IOException(e.getMessage(), e);
            breakConnection.run();
        }
    }

    private int read(byte[] chunk) throws IOException {
        try {
            return source.read(chunk, HEAD, DATA);
        } catch (IOException e) {
            sourceFailure = e;
            throw e;
        }
    }

    private void send(byte[] chunk, int length) throws IOException {
        int at = HEAD;
        chunk[--at] = '\n';
        chunk[--at] = '\r';
        int rest = length;
        do {
            chunk[--at] = (byte) Character.forDigit(rest & 15, 16);
            rest >>>= 4;
        } while (rest > 0);
        chunk[HEAD + length] = '\r';
        chunk[HEAD + length + 1] = '\n';
        out.write(chunk, at, HEAD + length + 2 - at);
        deadline.moved();
    }

    /** Why the body could not be read, or null. */
    @Nullable IOException sourceFailure() {
        return sourceFailure;
    }

    /** Whether all of it went out. */
    boolean isDone() {
        return done;
    }
}
