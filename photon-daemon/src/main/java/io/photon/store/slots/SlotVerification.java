// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.Verification;
import java.util.List;
import java.util.Optional;

/** Reads all slots, and checks their numbers, order and checksums; then the cache. Thread-safe. */
final class SlotVerification implements Verification {

    private final SlotServer server;
    private final SlotTable table;
    private final SlotLog log;
    private final SlotCache cache;
    private final Contents contents;

    SlotVerification(SlotServer server, SlotLog log, SlotCache cache, Contents contents) {
        this.server = server;
        this.table = server.tables().slots();
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
                report.damage(
                        "slot " + next,
                        "is missing in " + server.names().server(),
                        progress.last + 1,
                        progress.last + 1);
                next++;
            }
        }
        for (long slot = 0; slot < end; slot++) {
            cache.last(slot); // where that is damaged, it is put right
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

    @Override
    public void heal(long first, long last) {
        cache.files().heal(first, last);
    }

    private final class Progress {

        private final Report report;
        private long last;
        private long events;
        private long bytes;

        Progress(Report report) {
            this.report = report;
        }

        void check(Slot found) throws StoreException {
            Slot slot = found;
            Progress before = new Progress(report);
            before.set(this);
            Optional<String> damage = read(slot);
            while (damage.isPresent()) {
                Slot now = table.find(slot.number());
                if (now == null || now.revision() == slot.revision()) {
                    report.damage("slot " + slot.number(), damage.get(), slot.first(), slot.last());
                    break;
                }
                slot = now; // it was written again without deleted events, and its former parts are gone
                set(before);
                damage = read(slot);
            }
            last = Math.max(last, slot.last());
            report.progress(events, bytes);
        }

        private void set(Progress other) {
            last = other.last;
            events = other.events;
            bytes = other.bytes;
        }

        /** @return what is damaged; empty for nothing */
        private Optional<String> read(Slot slot) throws StoreException {
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
                return Optional.of(String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }
}
