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
 * @param maxOutboundBytes of all answers together that may wait in memory for their clients
 * @param heartbeatMs between signs of life of a quiet live replay
 * @param readTimeoutMs how long an upload may be silent in mid-request
 * @param quietTimeoutMs how long a stream of events may be silent between two lines
 * @param writeTimeoutMs how long a client may take nothing of an answer that waits for it
 */
public record HttpSettings(
        String host,
        int port,
        Path keystore,
        String keypass,
        int maxLineBytes,
        long maxInboundBytes,
        long maxOutboundBytes,
        long heartbeatMs,
        long readTimeoutMs,
        long quietTimeoutMs,
        long writeTimeoutMs) {

    /** Plain HTTP with the usual limits: whoever leaves a pager open at lunch finds the replay where it was. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(
                host, port, null, null, 16 << 20, 48L << 20, 48L << 20, 10_000, 60_000, 900_000, 3_600_000);
    }

    /** The same over TLS. */
    public HttpSettings withKeystore(Path file, String password) {
        return new HttpSettings(
                host,
                port,
                file,
                password,
                maxLineBytes,
                maxInboundBytes,
                maxOutboundBytes,
                heartbeatMs,
                readTimeoutMs,
                quietTimeoutMs,
                writeTimeoutMs);
    }

    /** The same with other limits for what comes in. */
    public HttpSettings withLimits(int lineBytes, long inboundBytes) {
        return new HttpSettings(
                host,
                port,
                keystore,
                keypass,
                lineBytes,
                inboundBytes,
                maxOutboundBytes,
                heartbeatMs,
                readTimeoutMs,
                quietTimeoutMs,
                writeTimeoutMs);
    }

    /** The same with other times, in ms. */
    public HttpSettings withTimes(long heartbeat, long readTimeout, long quietTimeout) {
        return new HttpSettings(
                host,
                port,
                keystore,
                keypass,
                maxLineBytes,
                maxInboundBytes,
                maxOutboundBytes,
                heartbeat,
                readTimeout,
                quietTimeout,
                writeTimeoutMs);
    }

    /** The same with other limits for what goes out. */
    public HttpSettings withSlowReaders(long outboundBytes, long writeTimeout) {
        return new HttpSettings(
                host,
                port,
                keystore,
                keypass,
                maxLineBytes,
                maxInboundBytes,
                outboundBytes,
                heartbeatMs,
                readTimeoutMs,
                quietTimeoutMs,
                writeTimeout);
    }
}
