// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

/** One event that clients asked to store, all attempts together. Not thread-safe. */
final class Operation {

    final String key;
    final String stream;
    final long line;
    /** When the first attempt began that may have stored it; the greatest number for none: all were refused. */
    long begun = Long.MAX_VALUE;

    /** Where that attempt stands. */
    long begunLine;

    int attempts;
    int failed;
    /** The line of the first answer that says it is stored; 0 for none. */
    long okLine;

    long okTime;
    long okOrderId;
    /** The line of the last refusal. */
    long failLine;

    /** Where it is in the log, 0 for nowhere. */
    long storedAt;

    long storedLine;

    Operation(String key, String stream, long line) {
        this.key = key;
        this.stream = stream;
        this.line = line;
    }

    /** An attempt that was not refused. */
    void mayHaveStored(long time, long attemptLine) {
        if (time < begun) {
            begun = time;
            begunLine = attemptLine;
        }
    }

    boolean isOk() {
        return okLine > 0;
    }

    /** Whether each attempt was refused. */
    boolean isFailed() {
        return !isOk() && failed == attempts;
    }

    /** Its position, as the log says, else as the answer; 0 when neither does. */
    long position() {
        return storedAt > 0 ? storedAt : okOrderId;
    }
}
