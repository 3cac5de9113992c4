// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.ForwardingReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log; where it meets damage, waits for a database that is still being opened, has the damaged segment looked
 * at again, which puts back what the database has, and reads again. What cannot be healed is reported as the log reports
 * it. Safe for many threads; one heals a segment, the others wait for it.
 *
 * <p>What the writer asks for ({@link #stream}, {@link #findByLocalId}) never waits: the log heals afterwards.
 */
final class HealingReader extends ForwardingReader {

    private final EventStore log;
    private final @Nullable LogCopies copies;

    /** @param reader the log, or a view of it */
    HealingReader(EventReader reader, EventStore log, @Nullable LogCopies copies) {
        super(reader);
        this.log = log;
        this.copies = copies;
    }

    /** The same for a view of one moment of the same log. */
    HealingReader of(EventReader view) {
        return new HealingReader(view, log, copies);
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return AroundDamage.healed(() -> super.read(request), gap -> {
            copies().awaitDecided();
            log.verification().heal(gap.first(), gap.last());
        });
    }

    private LogCopies copies() {
        return Objects.requireNonNull(copies);
    }
}
