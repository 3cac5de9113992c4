// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.core.Fingerprint;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import java.util.HexFormat;
import java.util.Optional;

/**
 * 128 bits that stand for all visible events of a range in their order: two nodes with the same events have the same. For
 * telling equal from different, not against forgery. Immutable.
 *
 * @param from order-id, exclusive
 * @param to order-id, inclusive
 * @param events how many there are
 * @param text the bits in hexadecimal
 * @param config the last order-id of {@code __config__} with which it was taken: deletions up to there are left out
 */
record RangeFingerprint(long from, long to, long events, String text, long config) {

    private static final int PAGE_EVENTS = 8_192;
    private static final int PAGE_BYTES = 4 << 20;
    private static final int TRIES = 5;
    private static final HexFormat HEX = HexFormat.of();

    /** Takes it; empty when deletions kept coming in while it was taken: ask again. */
    static Optional<RangeFingerprint> of(EventLog log, long from, long to) throws StoreException {
        return of(log, from, to, Long.MAX_VALUE);
    }

    /** The same of the events up to a number of bytes of them, at least one page: the range ends where they do. */
    static Optional<RangeFingerprint> of(EventLog log, long from, long to, long mostBytes) throws StoreException {
        for (int i = 0; i < TRIES; i++) {
            long config = config(log.reader());
            if (config > log.head()) {
                continue; // what it deletes is not all hidden yet
            }
            RangeFingerprint taken = take(log.reader(), from, to, mostBytes, config);
            if (config(log.reader()) == config) {
                return Optional.of(taken);
            }
        }
        return Optional.empty();
    }

    private static long config(EventReader reader) throws StoreException {
        return reader.stream(StreamNames.CONFIG).map(StoredStream::lastOrderId).orElse(0L);
    }

    private static RangeFingerprint take(EventReader reader, long from, long to, long mostBytes, long config)
            throws StoreException {
        long high = 0x9e3779b97f4a7c15L;
        long low = 0xc2b2ae3d27d4eb4fL;
        long events = 0;
        long bytes = 0;
        long cursor = from;
        boolean end = from >= to;
        while (!end && bytes < mostBytes) {
            Page page = reader.read(new ReadRequest(
                    StreamNames.ALL, cursor, to, Direction.FORWARDS, PAGE_EVENTS, PAGE_BYTES, Integer.MAX_VALUE));
            for (Event event : page.events()) {
                Fingerprint one = Fingerprint.of(event.array(), event.offset(), event.offset() + event.length());
                high = Long.rotateLeft(high ^ one.high(), 27) * 0xff51afd7ed558ccdL + one.low();
                low = Long.rotateLeft(low ^ one.low(), 31) * 0xc4ceb9fe1a85ec53L + one.high();
                bytes += event.length();
            }
            events += page.events().size();
            cursor = page.cursor();
            end = page.end();
        }
        String text = HEX.toHexDigits(high) + HEX.toHexDigits(low);
        return new RangeFingerprint(from, end ? to : cursor, events, text, config);
    }
}
