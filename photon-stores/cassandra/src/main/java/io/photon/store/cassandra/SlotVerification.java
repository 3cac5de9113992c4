package io.photon.store.cassandra;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.Verification;
import java.util.List;

/** Reads all slots, and checks their numbers, order and checksums; then the cache. Thread-safe. */
final class SlotVerification implements Verification {

    private final SlotTable table;
    private final SlotLog log;
    private final SlotCache cache;
    private final Contents contents;

    SlotVerification(SlotTable table, SlotLog log, SlotCache cache, Contents contents) {
        this.table = table;
        this.log = log;
        this.cache = cache;
        this.contents = contents;
    }

    @Override
    public void verify(Report report) throws StoreException {
        long end = log.slots();
        Progress progress = new Progress(report);
        for (long next = 0; next < end; ) {
            SlotScan scan = new SlotScan(table, next);
            for (List<Slot> found = scan.next(); !found.isEmpty() && next < end; found = scan.next()) {
                for (Slot slot : found) {
                    progress.check(slot);
                    next++;
                }
            }
            if (next < end) {
                report.damage("slot " + next, "is missing in Cassandra", progress.last + 1, progress.last + 1);
                next++;
            }
        }
        cache.files().verify(new Report() {
            @Override
            public void progress(long eventsChecked, long bytesChecked) {
                // They have been counted.
            }

            @Override
            public void damage(String place, String what, long firstOrderId, long lastOrderId) {
                report.damage(place, what, firstOrderId, lastOrderId);
            }
        });
    }

    private final class Progress {

        private final Report report;
        private long last;
        private long events;
        private long bytes;

        Progress(Report report) {
            this.report = report;
        }

        void check(Slot slot) throws StoreException {
            try {
                contents.read(slot, part -> {
                    for (Event event : part) {
                        if (event.orderId() <= last || event.orderId() > slot.last()) {
                            report.damage(
                                    "slot " + slot.number(),
                                    "has order-id " + event.orderId() + " after " + last,
                                    event.orderId(),
                                    event.orderId());
                        }
                        last = event.orderId();
                        events++;
                        bytes += event.length();
                    }
                });
            } catch (StoreException e) {
                if (e.kind() != Kind.DAMAGED) {
                    throw e;
                }
                report.damage("slot " + slot.number(), String.valueOf(e.getMessage()), slot.first(), slot.last());
            }
            last = Math.max(last, slot.last());
            report.progress(events, bytes);
        }
    }
}
