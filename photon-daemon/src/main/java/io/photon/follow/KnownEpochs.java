// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.event.Gap;
import io.photon.log.EventLog;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The epochs of which a store tells, without the first. Thread-safe. */
final class KnownEpochs {

    private static final Logger LOG = LoggerFactory.getLogger(KnownEpochs.class);

    private volatile List<Epoch> all;

    /** @param found in rising order */
    KnownEpochs(List<Epoch> found) {
        all = List.copyOf(found);
    }

    /** Those of which a log tells: now, and when something can be read that cannot be read now. */
    static KnownEpochs of(EventLog log) throws StoreException {
        KnownEpochs known = new KnownEpochs(List.of());
        log.whenHealed(place -> Steady.thread("photon-healed-epochs", () -> known.insertAll(log.reader(), place))
                .start());
        EpochEvents.all(log.reader()).forEach(known::insert);
        return known;
    }

    private void insertAll(EventReader reader, Gap healed) {
        try {
            EpochEvents.in(reader, healed).forEach(this::insert);
        } catch (StoreException e) {
            LOG.warn("epochs that began at {} are known after the next start: {}", healed.text(), e.getMessage());
        }
    }

    /** Adds one that may be below others, as it was not known when they were. */
    private synchronized void insert(Epoch epoch) {
        if (all.stream().anyMatch(known -> known.number() == epoch.number())) {
            return;
        }
        List<Epoch> more = new ArrayList<>(all);
        more.add(epoch);
        more.sort(Comparator.comparingLong(Epoch::number));
        all = List.copyOf(more);
    }

    /** In rising order. */
    List<Epoch> all() {
        return all;
    }

    /** The highest. */
    Epoch last() {
        return Epoch.last(all);
    }

    /** Adds one that is above all others. @return whether it is */
    synchronized boolean add(Epoch epoch) {
        if (epoch.number() <= last().number()) {
            return false;
        }
        List<Epoch> more = new ArrayList<>(all);
        more.add(epoch);
        all = List.copyOf(more);
        return true;
    }
}
