// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the driver's monitors know of the servers. Thread-safe. */
final class Topology implements ClusterListener {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ClusterDescription now =
            new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.UNKNOWN, List.of());
    private volatile @Nullable String leader;
    private volatile Runnable onNewLeader = () -> {};

    /** @param listener called, on a thread of the driver, when another server takes writes, or the same one again */
    void onNewLeader(Runnable listener) {
        onNewLeader = listener;
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        now = event.getNewDescription();
        String next = writable().map(Topology::identity).orElse(null);
        boolean isNew = next != null && !next.equals(leader);
        leader = next;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (isNew) {
            onNewLeader.run();
        }
    }

    private static String identity(ServerDescription server) {
        return server.getAddress() + " " + server.getElectionId();
    }

    /** The server that takes writes, as far as is known; of a sharded cluster any router. */
    Optional<ServerDescription> writable() {
        return now.getServerDescriptions().stream()
                .filter(server ->
                        server.isOk() && (server.isPrimary() || server.isStandAlone() || server.isShardRouter()))
                .findFirst();
    }

    /** Waits until a server takes writes. @return whether one does */
    boolean awaitWritable(long nanos) {
        if (writable().isPresent()) {
            return true;
        }
        long deadline = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (writable().isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Why no server takes writes, as a clause. @param seen also the reasons, of which a listener is not told */
    static String whyNone(ClusterDescription seen) {
        if (seen.getSrvResolutionException() != null) {
            return "cannot be found: " + MongoErrors.reason(seen.getSrvResolutionException());
        }
        for (ServerDescription server : seen.getServerDescriptions()) {
            if (server.isOk() && !server.isCompatibleWithDriver()) {
                return "cannot be used: it is of another time than the driver, which needs MongoDB 4.2 or newer";
            }
        }
        long members = seen.getServerDescriptions().stream()
                .filter(ServerDescription::isOk)
                .count();
        if (members > 0) {
            return "has no primary that can be reached (" + members + (members == 1 ? " member" : " members")
                    + " of the replica set can be)";
        }
        for (ServerDescription server : seen.getServerDescriptions()) {
            if (server.getException() != null) {
                return "cannot be reached: " + MongoErrors.reason(server.getException());
            }
        }
        return "cannot be reached";
    }
}
