package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log; where it meets damage, has the log checked as a whole, which puts back what the database still has, and
 * reads again. What cannot be healed is reported as the log reports it. Safe for many threads; one heals, the others
 * wait for it.
 */
final class HealingReader implements EventReader {

    private static final Logger LOG = LoggerFactory.getLogger(HealingReader.class);

    /** The same damage is not looked at again for so long: perhaps the database was only busy. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final EventStore log;
    private String lastDamage = "";
    private long lastNanos;

    HealingReader(EventStore log) {
        this.log = log;
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return healing(() -> log.read(request));
    }

    @Override
    public long lastOrderId() throws StoreException {
        return log.lastOrderId();
    }

    @Override
    public Optional<StreamInfo> stream(String name) throws StoreException {
        return healing(() -> log.stream(name));
    }

    @Override
    public List<StreamInfo> streams(String after, String prefix, int max) throws StoreException {
        return healing(() -> log.streams(after, prefix, max));
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return healing(() -> log.findByLocalId(stream, localId));
    }

    private interface Reading<T> {
        T read() throws StoreException;
    }

    private <T> T healing(Reading<T> reading) throws StoreException {
        try {
            return reading.read();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.DAMAGED) {
                throw e;
            }
            heal(e.getMessage());
            return reading.read();
        }
    }

    private synchronized void heal(String damage) throws StoreException {
        long now = System.nanoTime();
        if (damage.equals(lastDamage) && now - lastNanos < RETRY_NANOS) {
            return; // somebody has just tried: reading again tells how it went
        }
        LOG.warn("the log is damaged: {}; looking for what the database has", damage);
        log.verify(new EventStore.VerifyReport() {
            @Override
            public void progress(long eventsChecked, long bytesChecked) {
                // nobody waits for it
            }

            @Override
            public void damage(String place, String what, long firstOrderId, long lastOrderId) {
                LOG.error(
                        "{}: {} (order-ids {} to {}), and the database does not have it",
                        place,
                        what,
                        firstOrderId,
                        lastOrderId);
            }
        });
        lastDamage = damage;
        lastNanos = System.nanoTime();
    }
}
