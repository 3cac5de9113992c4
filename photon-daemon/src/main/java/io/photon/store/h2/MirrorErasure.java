// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows of deleted streams: asked from any thread, done by the mirror thread, one page of the table at a time,
 * so that copying goes on between. All deletions that wait share one pass over the table.
 */
final class MirrorErasure {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorErasure.class);

    private static final int PAGE_ROWS = 4_096;

    private final Map<String, Long> asked = new HashMap<>();

    /** The deletions of the pass that is under way; empty between passes. Mirror thread only. */
    private final Map<String, Long> pass = new HashMap<>();

    private long cursor;

    /** Asks for a stream's rows up to an order-id to be erased. */
    synchronized void ask(String stream, long upTo) {
        asked.merge(stream, upTo, Math::max);
    }

    /** How many streams are asked for and not done. */
    synchronized int pending() {
        return asked.size();
    }

    /** What a step came to. */
    enum Step {
        /** Nothing is asked for, or nothing can be done yet. */
        IDLE,
        /** A page was looked through; more follow. */
        MORE,
        /** All rows are gone; their bytes are not, before the file is compacted. */
        ROWS_GONE
    }

    /** Goes on by one page. */
    Step step(MirrorDatabase database) throws MirrorException {
        if (pass.isEmpty() && !begin(database)) {
            return Step.IDLE;
        }
        Map<Long, String> page = database.streamNames(cursor, PAGE_ROWS);
        if (page.isEmpty()) {
            return Step.ROWS_GONE;
        }
        List<Long> doomed = new ArrayList<>();
        for (Map.Entry<Long, String> row : page.entrySet()) {
            cursor = row.getKey();
            if (cursor <= pass.getOrDefault(row.getValue(), 0L)) {
                doomed.add(cursor);
            }
        }
        if (!doomed.isEmpty()) {
            database.delete(doomed);
        }
        return Step.MORE;
    }

    /** Takes up what is asked for, except what is done already or not yet mirrored. */
    private synchronized boolean begin(MirrorDatabase database) throws MirrorException {
        for (var asking = asked.entrySet().iterator(); asking.hasNext(); ) {
            Map.Entry<String, Long> deletion = asking.next();
            if (database.erased(deletion.getKey()) >= deletion.getValue()) {
                asking.remove();
            } else if (database.head() >= deletion.getValue()) {
                pass.put(deletion.getKey(), deletion.getValue());
            }
        }
        cursor = 0;
        return !pass.isEmpty();
    }

    /** The deletions of the pass that is under way. */
    Map<String, Long> pass() {
        return Map.copyOf(pass);
    }

    /** Notes that the bytes of the pass are gone too. */
    synchronized void done(MirrorDatabase database) throws MirrorException {
        for (Map.Entry<String, Long> deletion : pass.entrySet()) {
            database.noteErased(deletion.getKey(), deletion.getValue());
            asked.remove(deletion.getKey(), deletion.getValue());
            LOG.info("erased the deleted stream '{}' from the database", deletion.getKey());
        }
        pass.clear();
    }

    /** Begins again, as with another database. */
    void restart() {
        pass.clear();
    }
}
