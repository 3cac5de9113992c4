// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.store.Snapshot;
import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StateRows;
import io.photon.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;

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
    private boolean rowsAreLost;

    SimulatedSnapshots(Random random) {
        this.random = random;
    }

    /** The next save fails so. */
    final void failNext(Fault fault) {
        next = fault;
    }

    /** The next row that is read cannot be read, and all of its owner's is gone with it. */
    final void loseRows() {
        rowsAreLost = true;
    }

    /** What was to go wrong does not. */
    final void recover() {
        next = Fault.NONE;
        rowsAreLost = false;
    }

    /** The process is gone; what it has written is found as one of the possible remains. */
    final void powerCut() {
        recover();
        restart(true);
    }

    /** The process has ended well. */
    final void stopped() {
        recover();
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

    private final class LosingRows implements StateRows {

        private final Snapshots owner;
        private final StateRows rows;

        LosingRows(Snapshots owner, StateRows rows) {
            this.owner = owner;
            this.rows = rows;
        }

        private void lose() {
            if (rowsAreLost) {
                rowsAreLost = false;
                owner.erase();
                throw new StateLostException("injected", null);
            }
        }

        @Override
        public byte[] get(String key) {
            lose();
            return rows.get(key);
        }

        @Override
        public void forEach(String from, BiPredicate<String, byte[]> visitor) {
            lose();
            rows.forEach(from, visitor);
        }

        @Override
        public void put(String key, byte[] value) {
            rows.put(key, value);
        }

        @Override
        public void remove(String key) {
            rows.remove(key);
        }

        @Override
        public long pendingBytes() {
            return rows.pendingBytes();
        }

        @Override
        public void rollback() {
            rows.rollback();
        }
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
            return new LosingRows(this, snapshots.rows());
        }

        @Override
        public void close() {
            snapshots.close();
        }
    }
}
