// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ClientSettings;
import io.photon.client.ConnectionProvider;
import io.photon.client.DaemonAddress;
import io.photon.client.DaemonToken;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.client.pool.ClientFactory;
import io.photon.client.pool.PooledConnection;
import io.photon.result.Result;
import java.net.URI;

/** Connections over HTTP. */
public final class HttpConnectionProvider implements ConnectionProvider {

    /** For {@link java.util.ServiceLoader}. */
    public HttpConnectionProvider() {}

    @Override
    public boolean speaks(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    @Override
    public PhotonConnection connect(URI address, PhotonOptions options) {
        DaemonAddress endpoint = PhotonException.unwrap(DaemonAddress.parse(address.toString()));
        return new PooledConnection(new Factory(endpoint, options), options);
    }

    private record Factory(DaemonAddress endpoint, PhotonOptions options) implements ClientFactory {

        @Override
        public String shown() {
            return endpoint.toString();
        }

        @Override
        public Result<PhotonClient> open(long timeoutMs) {
            ClientSettings settings = ClientSettings.of(endpoint, identity())
                    .withConnectTimeout((int)
                            Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()))
                    .withTimeout(timeoutMs)
                    .withTrust(options.caFile(), options.insecure());
            return Result.ok(new HttpPhotonClient(settings));
        }

        /** A daemon's own token is another after each of its starts. */
        private Identity identity() {
            return options.identity() == null
                    ? DaemonToken.find(endpoint, System.getenv(), System.getProperty("user.home"))
                            .identity()
                    : options.identity();
        }

        @Override
        public void close() {
            // clients share nothing
        }
    }
}
