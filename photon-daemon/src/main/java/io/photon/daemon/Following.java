// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.DaemonToken;
import io.photon.client.Identity;
import io.photon.follow.Cluster;
import io.photon.follow.FollowSettings;
import io.photon.follow.NodeRole;
import io.photon.log.EventLog;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.EventStore.Durability;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
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
                        log.store().durability() != Durability.MEMORY));
    }

    private static Result<FollowSettings> of(Settings settings) {
        String url = settings.get(SettingsTable.FOLLOW);
        // Read once now, so that a mistake stops the start; and for each connection, as a token may change.
        if (url.equals(NONE)) {
            return settings.get(SettingsTable.FOLLOW_FORWARD)
                    ? given(settings).map(known -> with(settings, null))
                    : Result.ok(with(settings, null));
        }
        return reach(url, settings).map(known -> with(settings, url));
    }

    private static FollowSettings with(Settings settings, @Nullable String url) {
        return new FollowSettings(
                settings.find(SettingsTable.NODE_NAME).orElseGet(Following::machine),
                settings.find(SettingsTable.NODE_ADDRESS).orElse(""),
                url,
                address -> reach(address, settings),
                settings.get(SettingsTable.FOLLOW_FORWARD),
                settings.get(SettingsTable.FOLLOW_ACK),
                settings.get(SettingsTable.FOLLOW_ACK_TIMEOUT));
    }

    private static Result<ClientSettings> reach(String url, Settings settings) {
        return DaemonAddress.parse(url)
                .then(endpoint -> identity(endpoint, settings)
                        .map(identity -> ClientSettings.of(endpoint, identity)
                                .withTrust(
                                        settings.find(SettingsTable.FOLLOW_CACERT)
                                                .orElse(null),
                                        false)));
    }

    private static Result<Identity> identity(DaemonAddress endpoint, Settings settings) {
        return given(settings)
                .map(known -> known.orElseGet(() -> DaemonToken.find(
                                endpoint,
                                settings.surroundings().environment(),
                                settings.surroundings().home().toString())
                        .identity()));
    }

    /** Empty for none: then the token that a Photon leaves for its user on this machine counts. */
    private static Result<Optional<Identity>> given(Settings settings) {
        Optional<String> token = settings.find(SettingsTable.FOLLOW_TOKEN);
        Optional<String> user = settings.find(SettingsTable.FOLLOW_USER);
        Optional<String> pass = settings.find(SettingsTable.FOLLOW_PASS);
        if (token.isPresent()) {
            return user.isPresent()
                    ? bad("both follow.token and follow.user are set", "set one of them")
                    : Result.ok(Optional.of(new Identity.Token(token.get())));
        }
        if (user.isPresent() != pass.isPresent()) {
            return bad(
                    (user.isPresent()
                            ? "follow.user is set without follow.pass"
                            : "follow.pass is set without follow.user"),
                    "set both, or follow.token");
        }
        if (user.isPresent()) {
            return Result.ok(Optional.of(new Identity.User(user.get(), pass.orElseThrow())));
        }
        return Result.ok(Optional.empty());
    }

    private static <T> Result<T> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
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
