package io.photon.simulation;

import io.photon.store.Snapshot;
import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;
import io.photon.store.StateRows;
import io.photon.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Real snapshots whose saves fail on demand, and of which a crash leaves any state that was once kept. */
abstract class SimulatedSnapshots implements SnapshotStore {

    /** How the next save fails. */
    enum Fault {
        NONE,
        /** Nothing of it is kept. */
        NOT_KEPT,
        /** It is kept, and said not to be. */
        KEPT_NEVERTHELESS
    }

    final Random random;
    SnapshotStore behind;
    private Fault next = Fault.NONE;

    SimulatedSnapshots(Random random) {
        this.random = random;
    }

    /** The next save fails so. */
    final void failNext(Fault fault) {
        next = fault;
    }

    /** The process is gone; what it has written is found as one of the possible remains. */
    final void powerCut() {
        next = Fault.NONE;
        restart(true);
    }

    /** The process has ended well. */
    final void stopped() {
        next = Fault.NONE;
        restart(false);
    }

    abstract void restart(boolean crashed);

    /** An owner's snapshots are opened. */
    abstract void opened(String owner, Snapshots snapshots);

    /** What an owner has is another state now. */
    abstract void changed(String owner, Snapshots snapshots);

    @Override
    public Snapshots open(String owner) {
        Snapshots snapshots = behind.open(owner);
        opened(owner, snapshots);
        return new Failing(owner, snapshots);
    }

    @Override
    public Snapshots scratch() {
        return behind.scratch();
    }

    @Override
    public void retain(Set<String> owners) {
        behind.retain(owners);
    }

    @Override
    public long bytes() {
        return behind.bytes();
    }

    @Override
    public void close() {
        behind.close();
    }

    private final class Failing implements Snapshots {

        private final String owner;
        private final Snapshots snapshots;

        Failing(String owner, Snapshots snapshots) {
            this.owner = owner;
            this.snapshots = snapshots;
        }

        @Override
        public void save(Snapshot snapshot) throws StoreException {
            Fault fault = next;
            next = Fault.NONE;
            if (fault != Fault.NOT_KEPT) {
                snapshots.save(snapshot);
                changed(owner, snapshots);
            }
            if (fault != Fault.NONE) {
                throw new StoreException(StoreException.Kind.NO_SPACE, "injected: " + fault);
            }
        }

        @Override
        public void erase() {
            snapshots.erase();
            changed(owner, snapshots);
        }

        @Override
        public Optional<Snapshot> latest() {
            return snapshots.latest();
        }

        @Override
        public Optional<Snapshot> latestUpTo(long position) {
            return snapshots.latestUpTo(position);
        }

        @Override
        public List<Long> positions() {
            return snapshots.positions();
        }

        @Override
        public StateRows rows() {
            return snapshots.rows();
        }

        @Override
        public void close() {
            snapshots.close();
        }
    }
}
