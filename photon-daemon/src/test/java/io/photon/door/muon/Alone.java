// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.follow.Cluster;
import io.photon.follow.FollowSettings;
import io.photon.follow.NodeRole;
import io.photon.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A node that follows none and is followed by none. */
final class Alone {

    private Alone() {}

    static Cluster in(EventLog log) throws IOException {
        return in(log, Files.createTempDirectory(Files.createDirectories(Path.of("target")), "alone"));
    }

    /** @param folder where nothing is written as long as it is not promoted */
    static Cluster in(EventLog log, Path folder) {
        FollowSettings settings = new FollowSettings(
                "alone",
                "",
                null,
                (address, limits) -> {
                    throw new IllegalStateException("it follows none");
                },
                false,
                0,
                Duration.ofSeconds(5));
        return Cluster.open(log, new NodeRole(), settings, folder, false).value();
    }
}
