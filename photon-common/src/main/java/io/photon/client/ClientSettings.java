// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a daemon.
 *
 * @param endpoint where it is
 * @param identity who asks
 * @param connectTimeoutMs how long a connection may take, 1 or more
 * @param timeoutMs how long a request may take as a whole, retries included; 0 for no limit
 * @param idleTimeoutMs how long a request that streams may stand still, 0 for no limit; live replays are exempt
 * @param caFile PEM certificates to trust instead of the default trust store, or null
 * @param insecure whether to accept any certificate, on this client's connections only
 */
public record ClientSettings(
        DaemonAddress endpoint,
        Identity identity,
        int connectTimeoutMs,
        long timeoutMs,
        long idleTimeoutMs,
        @Nullable Path caFile,
        boolean insecure) {

    /** Usual patience: 5 s to connect, no limit for a request, 10 minutes without a byte. */
    public static ClientSettings of(DaemonAddress endpoint, Identity identity) {
        return new ClientSettings(endpoint, identity, 5_000, 0, 600_000, null, false);
    }

    public ClientSettings withConnectTimeout(int ms) {
        return new ClientSettings(endpoint, identity, ms, timeoutMs, idleTimeoutMs, caFile, insecure);
    }

    public ClientSettings withTimeout(long ms) {
        return new ClientSettings(endpoint, identity, connectTimeoutMs, ms, idleTimeoutMs, caFile, insecure);
    }

    public ClientSettings withTrust(@Nullable Path pemFile, boolean acceptAll) {
        return new ClientSettings(endpoint, identity, connectTimeoutMs, timeoutMs, idleTimeoutMs, pemFile, acceptAll);
    }
}
