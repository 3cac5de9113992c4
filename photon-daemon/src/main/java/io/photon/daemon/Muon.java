// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.door.muon.MuonDoor;
import io.photon.door.muon.MuonSettings;
import io.photon.muon.transport.Transport;
import io.photon.muon.transport.amqp.AmqpTransport;
import io.photon.muon.transport.amqp.BrokerAddress;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the Muon door over AMQP. */
final class Muon {

    private static final Logger LOG = LoggerFactory.getLogger(Muon.class);

    private Muon() {}

    /**
     * Opens it in the background; null when the broker's address cannot be read, which is logged.
     *
     * @param restUrl where the HTTP door is
     */
    static @Nullable MuonDoor open(PhotonApi api, ProjectionApi projections, MuonConfig config, String restUrl) {
        String url = config.isEmbedded() ? "amqp://127.0.0.1" : config.url();
        if (!(BrokerAddress.parse(url, config.port()) instanceof Result.Ok<BrokerAddress> ok)) {
            LOG.error("muon: off, for muon.url cannot be read; write amqp://USER:PASSWORD@HOST:PORT/VHOST");
            return null;
        }
        BrokerAddress broker = ok.value();
        MuonSettings settings = new MuonSettings(
                config.service(),
                broker.withoutIdentity(),
                isLocal(broker.host()),
                config.permissions(),
                restUrl,
                config.asked());
        if (!config.isEmbedded()) {
            return MuonDoor.open(api, projections, settings, () -> AmqpTransport.open(broker, config.service(), null));
        }
        Result<BrokerJar> found = BrokerJar.find(broker.port());
        if (found instanceof Result.Err<BrokerJar> err) {
            LOG.error(
                    "muon: off: {}; {}", err.failure().message(), err.failure().hint());
            return null;
        }
        BrokerJar jar = found.value();
        return MuonDoor.open(api, projections, settings, () -> embedded(jar, broker, config.service()));
    }

    /** The broker takes a second or two to start, on the door's thread. */
    private static Transport embedded(BrokerJar jar, BrokerAddress broker, String service) {
        AutoCloseable running = jar.start(broker.port());
        LOG.info("muon: an embedded broker runs at {}: for a first try, its queues live as long as it", broker);
        return new EmbeddedTransport(AmqpTransport.open(broker, service, null), running);
    }

    /** Only names and addresses that cannot mean another machine. */
    private static boolean isLocal(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
