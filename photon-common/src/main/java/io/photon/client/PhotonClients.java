// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.result.Failure;
import java.net.URI;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Connects Java programs to a daemon.
 *
 * <pre>{@code
 * try (PhotonConnection photon = PhotonClients.connect(URI.create("http://localhost:3000"))) {
 *     photon.emit(NewEvent.of("orders", "OrderPlaced").payload(Map.of("total", 12.5)));
 * }
 * }</pre>
 */
public final class PhotonClients {

    private PhotonClients() {}

    /** The same with the usual options. */
    public static PhotonConnection connect(URI address) {
        return connect(address, PhotonOptions.DEFAULT);
    }

    /**
     * Makes a connection. The network is not touched before the first request, so a daemon may start later; ask with
     * {@link PhotonConnection#ping()} whether it is there.
     *
     * @param address {@code http://HOST:PORT} or {@code https://HOST:PORT} of a daemon, or
     *     {@code amqp://USER:PASSWORD@HOST:PORT/VHOST} (or {@code amqps}) of the broker it listens to
     * @throws PhotonException BAD_INPUT for an address of another kind, or an option that it cannot have
     */
    public static PhotonConnection connect(URI address, PhotonOptions options) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        for (ConnectionProvider provider :
                ServiceLoader.load(ConnectionProvider.class, PhotonClients.class.getClassLoader())) {
            if (provider.speaks(scheme)) {
                return provider.connect(address, options);
            }
        }
        throw new PhotonException(Failure.of(
                Failure.Kind.BAD_INPUT,
                "the address of a daemon begins with http, https, amqp or amqps, not with '" + scheme + "'",
                "write http://HOST:PORT, or amqp://USER:PASSWORD@HOST:PORT/VHOST"));
    }
}
