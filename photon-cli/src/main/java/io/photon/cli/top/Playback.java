// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.Readings;
import java.util.List;

/** The readings that are kept, and which of them is looked at: the newest, a frozen one, one of the past. One thread. */
final class Playback {

    private final Readings readings = new Readings();
    private int back;
    private boolean frozen;

    void add(Reading reading) {
        Reading looked = readings.back(back);
        readings.add(reading);
        if (looked != null && (back > 0 || frozen)) {
            back = readings.backAt(looked.atMs()); // the same moment as before
        }
    }

    Readings readings() {
        return readings;
    }

    /** The names of the streams that the newest reading lists. */
    List<String> streamNames() {
        Reading newest = readings.back(0);
        return newest == null
                ? List.of()
                : newest.streams().stream().map(ListedStream::name).toList();
    }

    /** Whether these are all streams there are. */
    boolean isAllStreams() {
        Reading newest = readings.back(0);
        return newest != null && newest.isAllStreams();
    }

    List<String> projectionNames() {
        Reading newest = readings.back(0);
        return newest == null
                ? List.of()
                : newest.projections().stream().map(ProjectionRow::name).toList();
    }

    /** How many readings before the newest; 0 for now. */
    int back() {
        return back;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** The moment that is looked at stays, or goes on again. */
    void freeze() {
        if (frozen) {
            now();
        } else {
            frozen = true;
        }
    }

    void now() {
        frozen = false;
        back = 0;
    }

    /** @param by how many readings towards the past; negative towards now */
    void rewind(int by) {
        frozen = false;
        back = Math.max(0, Math.min(readings.size() - 1, back + by));
    }

    /** To the newest reading that is not after a time. */
    void rewindTo(long timeMs) {
        back = readings.backAt(timeMs);
        frozen = false;
    }
}
