// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one reader was given. A reading that was broken off begins again where it was. Not thread-safe. */
final class GivenEvents {

    /**
     * One beginning.
     *
     * @param line where it stands
     * @param stream which stream, or {@code __all__}
     * @param time when it was asked for
     * @param from the lowest order-id wanted
     * @param first which read is the first one after it
     */
    record Start(long line, String stream, long time, long from, int first) {}

    final String reader;
    final List<Start> starts = new ArrayList<>();
    final Numbers orderIds = new Numbers();
    final Numbers lines = new Numbers();
    /** What tells each event from others, where that was written; null for the others. */
    final List<@Nullable String> keys = new ArrayList<>();
    /** For each beginning the line of its end; 0 when it was broken off. */
    final Numbers ends = new Numbers();

    GivenEvents(String reader) {
        this.reader = reader;
    }

    void begin(long line, String stream, long time, long from) {
        while (ends.size() < starts.size()) {
            ends.add(0);
        }
        starts.add(new Start(line, stream, time, from, orderIds.size()));
    }

    void read(long line, long orderId, @Nullable String key) {
        keys.add(key);
        orderIds.add(orderId);
        lines.add(line);
    }

    void end(long line) {
        ends.add(line);
    }

    /** The line of the end of a beginning, 0 for none. */
    long endOf(int start) {
        return start < ends.size() ? ends.get(start) : 0;
    }

    /** After which read a beginning has no more. */
    int lastOf(int start) {
        return start + 1 < starts.size() ? starts.get(start + 1).first() : orderIds.size();
    }
}
