package io.photon.daemon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.door.muon.MuonDoor;
import io.photon.door.muon.MuonSettings;
import io.photon.muon.transport.amqp.AmqpTransport;
import io.photon.muon.transport.amqp.BrokerAddress;
import io.photon.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the Muon door over AMQP. */
final class Muon {

    private static final Logger LOG = LoggerFactory.getLogger(Muon.class);

    private Muon() {}

    /**
     * Opens it in the background; null when the broker's address cannot be read, which is logged.
     *
     * @param projections null when there are none
     * @param restUrl where the HTTP door is
     */
    static MuonDoor open(PhotonApi api, ProjectionApi projections, MuonConfig config, String restUrl) {
        if (!(BrokerAddress.parse(config.url(), config.port()) instanceof Result.Ok<BrokerAddress> ok)) {
            LOG.error("muon: off, for muon.url cannot be read; write amqp://USER:PASSWORD@HOST:PORT/VHOST");
            return null;
        }
        BrokerAddress broker = ok.value();
        MuonSettings settings = new MuonSettings(
                config.service(), broker.withoutIdentity(), isLocal(broker.host()), config.permissions(), restUrl);
        return MuonDoor.open(api, projections, settings, () -> AmqpTransport.open(broker, config.service(), null));
    }

    /** Only names and addresses that cannot mean another machine. */
    private static boolean isLocal(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
