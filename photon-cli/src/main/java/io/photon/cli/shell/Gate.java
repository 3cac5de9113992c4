// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The streams of one command. Once it is closed, a command that was given up can neither write nor take keys. */
final class Gate {

    private final PrintStream err;
    private volatile boolean closed;
    private volatile boolean muted;

    Gate(PrintStream err) {
        this.err = err;
    }

    void close() {
        closed = true;
    }

    /** No more remarks and errors. */
    void mute() {
        muted = true;
    }

    void complain(String text) {
        err().println(text);
    }

    PrintStream err() {
        return new PrintStream(
                new FilterOutputStream(err) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        if (!closed && !muted) {
                            err.write(bytes, offset, length);
                        }
                    }

                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    OutputStream out(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (closed) {
                    throw new IOException("Broken pipe");
                }
                out.write(bytes, offset, length);
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void close() throws IOException {
                flush(); // it is the shell's
            }
        };
    }

    /** Keys, as long as the command runs. */
    interface Keys {
        /** The next byte, -1 at the end, or -2 when none came in time. */
        int read(long timeoutMs) throws IOException;

        /** Whether a byte is there. */
        boolean isReady() throws IOException;
    }

    InputStream in(Keys keys) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                int b = -2;
                while (b == -2 && !closed) {
                    b = keys.read(100);
                }
                return closed ? -1 : b;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int first = read();
                if (first < 0) {
                    return -1;
                }
                bytes[offset] = (byte) first;
                int n = 1;
                while (n < length && first != '\n' && keys.isReady()) {
                    first = read();
                    if (first < 0) {
                        break;
                    }
                    bytes[offset + n++] = (byte) first;
                }
                return n;
            }

            @Override
            public int available() throws IOException {
                return !closed && keys.isReady() ? 1 : 0;
            }
        };
    }
}
