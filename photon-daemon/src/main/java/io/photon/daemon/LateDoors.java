// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.door.muon.MuonDoor;
import org.jspecify.annotations.Nullable;

/**
 * The doors that open after the daemon is ready: feeds and Muon. They close in two steps, the first before and the second
 * after the log, so that what came in over Muon is also answered. Thread-safe.
 */
final class LateDoors implements AutoCloseable {

    private boolean opened;
    /** Null when they are not open. */
    private @Nullable Feeds feeds;
    /** Null when it is not open. */
    private @Nullable MuonDoor muon;

    /** Opens them once; later calls, and calls after the closing has begun, do nothing. */
    synchronized void open(PhotonApi api, ProjectionApi projections, PhotonConfig config, String restUrl) {
        if (opened) {
            return;
        }
        opened = true;
        feeds = Feeds.open(api, projections, config.feeds());
        if (!config.muon().isOff()) {
            muon = Muon.open(api, projections, config.muon(), restUrl);
        }
    }

    /** The first step: no client comes in any more. */
    synchronized void refuseNew() {
        opened = true;
        if (muon != null) {
            muon.leave();
        }
        if (feeds != null) {
            feeds.close();
        }
    }

    /** The second step. */
    @Override
    public synchronized void close() {
        if (muon != null) {
            muon.close();
        }
    }
}
