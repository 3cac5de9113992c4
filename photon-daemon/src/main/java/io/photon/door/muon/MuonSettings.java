// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import java.util.List;

/**
 * How the Muon door opens.
 *
 * @param service the name by which clients find us, {@code microservice.name}
 * @param broker where the broker is, without user and password: announced, and part of messages
 * @param brokerIsLocal whether the broker is certainly on this machine: only then does the token of this machine count
 * @param permissions what a client without a token may do, {@code muon.permissions}
 * @param restUrl where the HTTP door is, the answer of {@code /rest-url}
 * @param asked whether the broker was named: only then is its absence a warning
 */
public record MuonSettings(
        String service, String broker, boolean brokerIsLocal, List<String> permissions, String restUrl, boolean asked) {

    /** With a broker that was named. */
    public MuonSettings(
            String service, String broker, boolean brokerIsLocal, List<String> permissions, String restUrl) {
        this(service, broker, brokerIsLocal, permissions, restUrl, true);
    }

    public MuonSettings {
        permissions = List.copyOf(permissions);
    }
}
