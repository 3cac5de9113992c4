// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.codec.LineSplitter;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the answers to many events: how many were stored, the last one's position, the first refusal. */
final class BatchAnswers implements ByteSink {

    private static final int LONGEST_ANSWER = 64 * 1024;

    private long stored;
    private long last;
    private @Nullable Failure refusal;

    private final LineSplitter lines = new LineSplitter(LONGEST_ANSWER, new LineSplitter.Lines() {
        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            answer(Arrays.copyOfRange(bytes, from, to));
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            return true;
        }
    });

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lines.feed(bytes, offset, length);
    }

    private void answer(byte[] line) {
        if (JsonFields.find(line, 0, line.length, "error") != null) {
            if (refusal == null) {
                refusal = FailureJson.read(line, Kind.INTERNAL);
            }
            return;
        }
        long orderId = JsonFields.number(line, "order-id");
        if (orderId > 0) {
            stored++;
            last = Math.max(last, orderId);
        }
    }

    /** How many events were stored. */
    long stored() {
        return stored;
    }

    /** The highest order-id of those, 0 when there are none. */
    long last() {
        return last;
    }

    /** Why the first refused one was refused, null when none was. */
    @Nullable Failure refusal() {
        return refusal;
    }

    /** The last position, when all were stored. */
    Result<Long> all(long expected) {
        return refusal != null
                ? Result.err(refusal)
                : stored == expected
                        ? Result.ok(last)
                        : Result.err(
                                Kind.INTERNAL,
                                "of " + expected + " events " + stored + " were answered",
                                "see the daemon's log");
    }
}
