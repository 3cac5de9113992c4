package io.photon.door.http;

import java.nio.file.Path;

/**
 * How the door opens.
 *
 * @param host address or name to listen on
 * @param port 0 for a free one
 * @param keystore JKS or PKCS12 with the server's key, or null for plain HTTP
 * @param keypass opens the keystore, null for none
 * @param maxLineBytes longest event as a line
 * @param maxInboundBytes of all requests together that may be in memory
 * @param heartbeatMs between signs of life of a quiet live replay
 * @param readTimeoutMs how long an upload may be silent in mid-request
 * @param quietTimeoutMs how long a stream of events may be silent between two lines
 */
public record HttpSettings(
        String host,
        int port,
        Path keystore,
        String keypass,
        int maxLineBytes,
        long maxInboundBytes,
        long heartbeatMs,
        long readTimeoutMs,
        long quietTimeoutMs) {

    /** Plain HTTP with the usual limits. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(host, port, null, null, 16 << 20, 48L << 20, 10_000, 60_000, 900_000);
    }

    /** The same over TLS. */
    public HttpSettings withKeystore(Path file, String password) {
        return new HttpSettings(
                host, port, file, password, maxLineBytes, maxInboundBytes, heartbeatMs, readTimeoutMs, quietTimeoutMs);
    }

    /** The same with other limits. */
    public HttpSettings withLimits(int lineBytes, long inboundBytes) {
        return new HttpSettings(
                host, port, keystore, keypass, lineBytes, inboundBytes, heartbeatMs, readTimeoutMs, quietTimeoutMs);
    }

    /** The same with other times, in ms. */
    public HttpSettings withTimes(long heartbeat, long readTimeout, long quietTimeout) {
        return new HttpSettings(
                host, port, keystore, keypass, maxLineBytes, maxInboundBytes, heartbeat, readTimeout, quietTimeout);
    }
}
