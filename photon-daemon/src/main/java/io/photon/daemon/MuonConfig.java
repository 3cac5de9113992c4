// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Muon's broker is, and who we are there.
 *
 * @param url {@code amqp://} or {@code amqps://}, with user and password if need be; {@code embedded} for a broker
 *     inside the daemon; {@code none} for no Muon
 * @param port for a URL that names none, or null for AMQP's own
 * @param service the name by which clients find us
 * @param permissions what a client without a token may do, as in {@code muon.permissions}
 * @param asked whether the URL was set, rather than the default
 */
public record MuonConfig(String url, @Nullable Integer port, String service, List<String> permissions, boolean asked) {

    public MuonConfig {
        permissions = List.copyOf(permissions);
    }

    /** No Muon. */
    static MuonConfig off() {
        return new MuonConfig("none", null, "photon", List.of(), false);
    }

    boolean isOff() {
        return url.equals("none");
    }

    boolean isEmbedded() {
        return url.equals("embedded");
    }

    /** Without the URL: there may be a password in it. */
    @Override
    public String toString() {
        return "MuonConfig[" + service + " " + permissions + "]";
    }
}
