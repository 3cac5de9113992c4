// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the node that a promoted one has followed that it is not the primary any more, as soon as it comes back. One thread. */
final class FormerPrimary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FormerPrimary.class);
    private static final long PAUSE_MS = 1_000;

    private final Cluster cluster;
    private final Upstream upstream;
    private final UpstreamThread thread;

    FormerPrimary(Cluster cluster, Upstream upstream) {
        this.cluster = cluster;
        this.upstream = upstream;
        this.thread = new UpstreamThread("photon-former-primary", upstream, this::work);
    }

    void start() {
        thread.start();
    }

    private void work() {
        String said = "";
        while (!thread.isStopping()) {
            Result<Upstream.Checked> hello = upstream.check(0, 0);
            if (!hello.isOk()) {
                upstream.reconnect();
            } else if (hello.value().epoch().isAbove(cluster.epoch())) {
                cluster.retire(Epoch.since(hello.value().epochs(), cluster.epochs()));
                return;
            } else if (hello.value().isPrimary()
                    && cluster.epoch().isAbove(hello.value().epoch())) {
                String what = upstream.tell(hello.value()).message();
                if (!what.equals(said)) {
                    LOG.warn("{}: {}", upstream.address(), what);
                    said = what;
                }
            }
            thread.pause(PAUSE_MS);
        }
    }

    @Override
    public void close() {
        thread.close(0);
    }
}
