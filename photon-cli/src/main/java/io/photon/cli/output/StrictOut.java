// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output for printers that keep their errors to themselves: the first one is remembered. */
public final class StrictOut extends OutputStream {

    private final OutputStream out;
    private @Nullable OutputException failure;

    public StrictOut(Console console) {
        this.out = console.out();
    }

    /** A printer into it. */
    public PrintWriter writer() {
        return new PrintWriter(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure == null) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = new OutputException("stdout", e);
            }
        }
    }

    /** Why something was not written. */
    public Optional<OutputException> failure() {
        return Optional.ofNullable(failure);
    }
}
