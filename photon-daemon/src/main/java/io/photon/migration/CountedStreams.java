// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.migration.Tally.Counted;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a tally, put together from its parts, in the order of their names' UTF-8 bytes. Not thread-safe. */
final class CountedStreams {

    /** The parts in the order in which they were counted, each with what comes next; null after its end. */
    private final List<@Nullable Counted> next = new ArrayList<>();

    private final List<DataInputStream> earlier;
    private final Iterator<Counted> latest;

    CountedStreams(List<DataInputStream> earlier, List<Counted> latest) throws IOException {
        this.earlier = earlier;
        this.latest = latest.iterator();
        for (int i = 0; i <= earlier.size(); i++) {
            next.add(read(i));
        }
    }

    private @Nullable Counted read(int part) throws IOException {
        if (part == earlier.size()) {
            return latest.hasNext() ? latest.next() : null;
        }
        DataInputStream in = earlier.get(part);
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        byte[] name = new byte[length];
        in.readFully(name);
        return new Counted(name, Count.read(in));
    }

    /** The next stream that has events; null when there is none. */
    @Nullable Counted next() throws IOException {
        while (true) {
            byte[] lowest = null;
            for (Counted head : next) {
                if (head != null && (lowest == null || Arrays.compareUnsigned(head.name(), lowest) < 0)) {
                    lowest = head.name();
                }
            }
            if (lowest == null) {
                return null;
            }
            Count whole = new Count();
            for (int i = 0; i < next.size(); i++) {
                Counted head = next.get(i);
                if (head != null && Arrays.equals(head.name(), lowest)) {
                    whole.addLater(head.count());
                    next.set(i, read(i));
                }
            }
            if (!whole.isEmpty()) {
                return new Counted(lowest, whole);
            }
        }
    }
}
