// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ConnectionProvider;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.client.muon.network.AmqpConnector;
import io.photon.client.muon.network.MuonClientSettings;
import io.photon.client.muon.network.SharedConnector;
import io.photon.client.pool.ClientFactory;
import io.photon.client.pool.PooledConnection;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Connections over AMQP. */
public final class AmqpConnectionProvider implements ConnectionProvider {

    /** For {@link java.util.ServiceLoader}. */
    public AmqpConnectionProvider() {}

    @Override
    public boolean speaks(String scheme) {
        return scheme.equals("amqp") || scheme.equals("amqps");
    }

    @Override
    public PhotonConnection connect(URI address, PhotonOptions options) {
        if (options.identity() instanceof Identity.User) {
            throw new PhotonException(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "name and password are for HTTP",
                    "over AMQP the broker's user stands in the address; who you are for Photon, a token says"));
        }
        String token = options.identity() instanceof Identity.Token given ? given.secret() : null;
        AmqpConnector broker = PhotonException.unwrap(
                AmqpConnector.to(address.toString(), options.caFile(), options.insecure(), obstacle -> {}));
        return new PooledConnection(new Factory(broker.shown(), new SharedConnector(broker), token, options), options);
    }

    private record Factory(
            String shown, SharedConnector broker, @Nullable String token, PhotonOptions options)
            implements ClientFactory {

        @Override
        public Result<PhotonClient> open(long timeoutMs) {
            MuonClientSettings settings =
                    new MuonClientSettings(shown, options.service(), token, timeoutMs, MuonClientSettings.ANSWER_MS);
            return Result.ok(new MuonPhotonClient(settings, broker));
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
