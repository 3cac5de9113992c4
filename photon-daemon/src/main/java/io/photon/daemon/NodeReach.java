// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.DaemonToken;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
import io.photon.follow.Reach;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.util.Optional;

/** Reaches other nodes as the settings say: over HTTP, or over a broker. Immutable. */
final class NodeReach implements Reach {

    private final Settings settings;

    NodeReach(Settings settings) {
        this.settings = settings;
    }

    /**
     * Whether the settings of a node to follow go together.
     *
     * @param url as it is set
     * @return the same as it may be shown; BAD_INPUT when they do not
     */
    static Result<String> check(String url, Settings settings) {
        if (Reach.isBroker(url)) {
            return BrokerReach.check(url, settings);
        }
        return overHttp(url, settings).map(known -> url);
    }

    @Override
    public Result<PhotonClient> connect(String address, Limits limits) {
        if (Reach.isBroker(address)) {
            return BrokerReach.connect(settings, limits);
        }
        return overHttp(address, settings)
                .map(known -> new HttpPhotonClient(new ClientSettings(
                        known.endpoint(),
                        known.identity(),
                        limits.connect(),
                        limits.whole(),
                        limits.silence(),
                        known.caFile(),
                        known.insecure())));
    }

    private static Result<ClientSettings> overHttp(String url, Settings settings) {
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
    static Result<Optional<Identity>> given(Settings settings) {
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
}
