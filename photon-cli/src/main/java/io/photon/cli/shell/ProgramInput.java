// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a program reads. That it has ended is a broken pipe, in whatever words Java says it: nothing to complain about. */
final class ProgramInput extends FilterOutputStream {

    ProgramInput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new IOException("Broken pipe", e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw new IOException("Broken pipe", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            return; // it has ended, and its exit code tells how
        }
    }
}
