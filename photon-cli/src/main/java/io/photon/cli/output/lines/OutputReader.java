// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import java.io.FileDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The reader of this process' standard output at the other end of a pipe. That it has left shows at the next write, which a
 * quiet live replay may not make for days. The system tells it without a write (poll), and Java has no way to ask but an
 * inner one, which the launcher opens; where it is not open, the next write tells, as before.
 */
public final class OutputReader {

    /** poll(2) tells of these unasked: the other side is closed. */
    private static final int POLLERR = 8;

    private static final int POLLHUP = 16;

    private final Method poll;

    private OutputReader(Method poll) {
        this.poll = poll;
    }

    /** Empty where there is no way to ask. */
    public static Optional<OutputReader> find() {
        try {
            Class.forName("sun.nio.ch.IOUtil").getMethod("load").invoke(null);
            Method poll = Class.forName("sun.nio.ch.Net")
                    .getDeclaredMethod("poll", FileDescriptor.class, int.class, long.class);
            return poll.trySetAccessible() ? Optional.of(new OutputReader(poll)) : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException | VirtualMachineError | LinkageError e) {
            return Optional.empty(); // not opened to us, or another Java: noticed at the next write
        }
    }

    /** Whether what is written can no longer be read; false where that is not known. */
    public boolean hasLeft() {
        try {
            return ((Integer) poll.invoke(null, FileDescriptor.out, 0, 0L) & (POLLERR | POLLHUP)) != 0;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
