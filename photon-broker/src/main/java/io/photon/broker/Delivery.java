// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.VirtualHost;
import org.apache.qpid.server.model.VirtualHostNode;

/**
 * Tells when the broker has delivered what it holds. Broker-J delivers on the reader's own connection, some time after the
 * message has come, and its shutdown closes that connection whether or not it has: the last messages would be lost.
 */
final class Delivery {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final ConfiguredObject<?> broker;

    Delivery(ConfiguredObject<?> broker) {
        this.broker = broker;
    }

    /** Waits until no queue with a reader holds a message, for a second at most: a reader may have stopped reading. */
    void await() {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (isUnderWay()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isUnderWay() {
        for (VirtualHostNode<?> node : broker.getChildren(VirtualHostNode.class)) {
            VirtualHost<?> host = node.getVirtualHost();
            if (host != null && host.getChildren(Queue.class).stream().anyMatch(Delivery::holdsMessagesForAReader)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsMessagesForAReader(Queue<?> queue) {
        return queue.getConsumerCount() > 0 && queue.getQueueDepthMessages() > 0;
    }
}
