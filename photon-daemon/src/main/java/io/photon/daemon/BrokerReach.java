// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.client.PhotonClient;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.client.muon.network.AmqpConnector;
import io.photon.client.muon.network.MuonClientSettings;
import io.photon.follow.Reach.Limits;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;

/** Reaches the node that is followed over its broker: the one place that loads AMQP for it. */
final class BrokerReach {

    /** Over Muon a request that streams has no limit for silence, so it has one as a whole: longer than the largest answer takes. */
    private static final long WHOLE_MS = 60_000;

    private BrokerReach() {}

    /** @return the broker without user and password; BAD_INPUT when the settings do not go together */
    static Result<String> check(String url, Settings settings) {
        if (settings.find(SettingsTable.FOLLOW_TOKEN).isEmpty()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "follow is the address of a broker, and follow.token is not set: over AMQP a token says who this node is",
                    "make one at the primary with: photon token create, as a user who may take backups, and set follow.token");
        }
        if (settings.find(SettingsTable.FOLLOW_USER).isPresent()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "follow.user is for HTTP, and follow is the address of a broker",
                    "leave it out: the broker's user is a part of follow, and follow.token says who this node is");
        }
        return connector(url, settings).map(AmqpConnector::shown);
    }

    /** A client that connects when it is asked something. */
    static Result<PhotonClient> connect(Settings settings, Limits limits) {
        return connector(settings.get(SettingsTable.FOLLOW), settings)
                .map(connector -> new MuonPhotonClient(
                        new MuonClientSettings(
                                connector.shown(),
                                settings.get(SettingsTable.FOLLOW_SERVICE),
                                settings.get(SettingsTable.FOLLOW_TOKEN),
                                limits.whole() == 0 ? WHOLE_MS : limits.whole(),
                                Math.min(limits.silence(), MuonClientSettings.ANSWER_MS)),
                        connector));
    }

    private static Result<AmqpConnector> connector(String url, Settings settings) {
        return AmqpConnector.to(url, settings.find(SettingsTable.FOLLOW_CACERT).orElse(null), false, obstacle -> {});
    }
}
