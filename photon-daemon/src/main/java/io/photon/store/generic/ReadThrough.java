// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.Verification;

/** Checks a store by reading all of it: each event can be read, and positions rise. Thread-safe. */
public final class ReadThrough implements Verification {

    private final EventReader store;

    public ReadThrough(EventReader store) {
        this.store = store;
    }

    @Override
    public void verify(Report report) throws StoreException {
        long events = 0;
        long bytes = 0;
        long last = 0;
        long cursor = 0;
        Page page;
        do {
            page = AroundDamage.read(
                    store,
                    ReadRequest.forwards(StreamNames.ALL, cursor),
                    gap -> report.damage(StreamNames.ALL, "cannot be read", gap.first(), gap.last()));
            for (Event event : page.events()) {
                if (event.orderId() <= last) {
                    report.damage(
                            StreamNames.ALL,
                            "order-id " + event.orderId() + " comes after " + last,
                            event.orderId(),
                            last);
                }
                last = Math.max(last, event.orderId());
                events++;
                bytes += event.length();
            }
            report.progress(events, bytes);
            cursor = page.cursor();
        } while (!page.end());
    }
}
