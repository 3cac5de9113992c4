// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.follow.Cluster;
import io.photon.follow.FollowSettings;
import io.photon.follow.NodeRole;
import io.photon.log.EventLog;
import io.photon.os.SystemError;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the settings say of this node among others. */
final class Following {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final String NONE = "none";

    private Following() {}

    /** Reads what is known of the node, and gives it its role. BAD_INPUT for settings that do not go together. */
    static Result<Cluster> open(PhotonConfig config, EventLog log, NodeRole role) {
        Settings settings = config.store().settings();
        return of(settings)
                .then(follow -> Cluster.open(
                        log,
                        role,
                        follow,
                        settings.get(SettingsTable.DATA_PATH),
                        config.store().isKept()));
    }

    private static Result<FollowSettings> of(Settings settings) {
        String url = settings.get(SettingsTable.FOLLOW);
        // Read once now, so that a mistake stops the start; and for each connection, as a token may change.
        if (url.equals(NONE)) {
            return settings.get(SettingsTable.FOLLOW_FORWARD)
                    ? NodeReach.given(settings).map(known -> with(settings, null))
                    : Result.ok(with(settings, null));
        }
        return NodeReach.check(url, settings).map(shown -> with(settings, shown));
    }

    private static FollowSettings with(Settings settings, @Nullable String url) {
        return new FollowSettings(
                settings.find(SettingsTable.NODE_NAME).orElseGet(Following::machine),
                settings.find(SettingsTable.NODE_ADDRESS).orElse(""),
                url,
                new NodeReach(settings),
                settings.get(SettingsTable.FOLLOW_FORWARD),
                settings.get(SettingsTable.FOLLOW_ACK),
                settings.get(SettingsTable.FOLLOW_ACK_TIMEOUT));
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this machine has no name: {}", SystemError.reason(e));
            return "localhost";
        }
    }
}
