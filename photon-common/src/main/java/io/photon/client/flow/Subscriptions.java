// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The subscriptions that are under way, so that all can be ended. Thread-safe. */
public final class Subscriptions {

    private final Executor executor;
    private final Set<BlockingSubscription<?>> live = ConcurrentHashMap.newKeySet();

    /** @param executor runs each on a thread that it may keep waiting */
    public Subscriptions(Executor executor) {
        this.executor = executor;
    }

    void begin(BlockingSubscription<?> subscription) {
        executor.execute(() -> {
            live.add(subscription);
            try {
                subscription.run();
            } finally {
                live.remove(subscription);
            }
        });
    }

    /** Ends them all; their subscribers get this failure, also those that ask for nothing. */
    public void endAll(Throwable failure) {
        live.forEach(subscription -> subscription.abort(failure));
    }
}
