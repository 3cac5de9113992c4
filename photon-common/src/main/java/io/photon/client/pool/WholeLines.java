// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.ByteSink;
import io.photon.codec.LineSplitter;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what arrives into lines and hands on each as bytes of its own. For one thread. */
final class WholeLines implements ByteSink {

    /** The largest value of a projection, and room around it. */
    private static final int LONGEST = 256 << 20;

    /** Gets lines. */
    @FunctionalInterface
    interface Taker {

        /** One line, not empty, without its end. @return whether more are wanted */
        boolean take(byte[] line);
    }

    private final LineSplitter splitter;
    private boolean enough;
    private @Nullable Failure failure;

    WholeLines(Taker taker) {
        splitter = new LineSplitter(LONGEST, new LineSplitter.Lines() {
            @Override
            public boolean line(byte[] bytes, int from, int to, long offset) {
                return from == to || taker.take(Arrays.copyOfRange(bytes, from, to));
            }

            @Override
            public boolean tooLong(long offset) {
                failure = Failure.of(
                        Kind.TOO_LARGE,
                        "a line of more than " + LONGEST + " bytes",
                        "is it a Photon daemon that answers there?");
                return false;
            }
        });
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        enough = enough || !splitter.feed(bytes, offset, length);
    }

    /** Why no more was read; null when nothing was wrong. */
    @Nullable Failure failure() {
        return failure;
    }
}
