// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.settings.Network;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the door opens.
 *
 * @param host address or name to listen on
 * @param port 0 for a free one
 * @param tls the server's key and certificate
 * @param corsOrigins whose web pages may call besides those of this door's own origin
 * @param banner what the web console says at its top; empty for nothing
 * @param limits of what there may be
 * @param times how long to wait for clients
 * @param observing what is told of requests
 * @param cloudEvents how events are CloudEvents
 * @param front what stands before this door
 */
public record HttpSettings(
        String host,
        int port,
        TlsFiles tls,
        List<String> corsOrigins,
        String banner,
        Limits limits,
        Times times,
        Observing observing,
        CloudEvents cloudEvents,
        Front front) {

    /** Most headers of a request, one that comes twice counted twice. */
    public static final int MAX_HEADERS = 200;

    /**
     * Where the server's key is: in a keystore, or in two files of PEM.
     *
     * @param keystore JKS or PKCS12, or null
     * @param keypass opens the keystore, null for none
     * @param certificate PEM, with those that vouch for it after it, or null
     * @param key PEM, or null
     */
    public record TlsFiles(
            @Nullable Path keystore,
            @Nullable String keypass,
            @Nullable Path certificate,
            @Nullable Path key) {

        /** Plain HTTP. */
        public static final TlsFiles NONE = new TlsFiles(null, null, null, null);

        /** Whether TLS is spoken. */
        public boolean isSet() {
            return keystore != null || certificate != null || key != null;
        }
    }

    /**
     * What stands before this door.
     *
     * @param basePath before every path: empty, or beginning with a slash and ending without one
     * @param trusted proxies that tell the truth about their clients
     * @param streams requests of one connection at a time over HTTP/2, which is spoken with TLS only; 0 for no HTTP/2
     */
    public record Front(String basePath, List<Network> trusted, int streams) {}

    /**
     * What there may be at most.
     *
     * @param maxLineBytes of the longest event as a line
     * @param maxReaders of replays, and of updates of projections, at the same time
     * @param maxHeadBytes of a request's line and headers
     * @param maxConnections at the same time; fewer when the process may open fewer files
     * @param maxUploadBytes of one body; {@link Long#MAX_VALUE} for any
     */
    public record Limits(int maxLineBytes, int maxReaders, int maxHeadBytes, int maxConnections, long maxUploadBytes) {}

    /**
     * In ms.
     *
     * @param heartbeatMs between signs of life of a quiet live replay
     * @param readTimeoutMs how long an upload may be silent in mid-request
     * @param quietTimeoutMs how long a stream of events may be silent between two lines
     * @param writeTimeoutMs how long a client may take nothing of an answer that waits for it
     * @param headTimeoutMs how long the head of a request may take
     * @param idleTimeoutMs how long a connection may stay open between two requests
     */
    public record Times(
            long heartbeatMs,
            long readTimeoutMs,
            long quietTimeoutMs,
            long writeTimeoutMs,
            int headTimeoutMs,
            int idleTimeoutMs) {}

    /**
     * What is told of requests.
     *
     * @param openMetrics from where {@code /metrics} is read without an identity
     * @param metricProjections how many projections have metrics of their own
     * @param logsAccess whether each request is logged
     * @param keepsTrace whether the trace context of a request is kept with its events
     */
    public record Observing(List<Network> openMetrics, int metricProjections, boolean logsAccess, boolean keepsTrace) {}

    /**
     * How events are CloudEvents.
     *
     * @param source of events that never were any
     * @param stream of CloudEvents that name none, or null
     * @param senders which web hooks may deliver here, by their {@code WebHook-Request-Origin}; {@code *} is all of them
     */
    public record CloudEvents(String source, @Nullable String stream, List<String> senders) {}

    /** Plain HTTP with the usual limits: a pager that is left open at lunch finds the replay where it was. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(
                host,
                port,
                TlsFiles.NONE,
                List.of(),
                "",
                new Limits(16 << 20, 5_000, 64 << 10, 10_000, Long.MAX_VALUE),
                new Times(10_000, 60_000, 900_000, 3_600_000, 15_000, 120_000),
                new Observing(List.of(), 50, false, true),
                new CloudEvents("/photon/photon", null, List.of()),
                new Front("", List.of(), 100));
    }

    /** The same over TLS. */
    public HttpSettings withKeystore(Path file, String password) {
        return withTls(new TlsFiles(file, password, null, null));
    }

    /** The same over TLS, or not. */
    public HttpSettings withTls(TlsFiles files) {
        return new HttpSettings(host, port, files, corsOrigins, banner, limits, times, observing, cloudEvents, front);
    }

    /** The same for web pages of these origins too. */
    public HttpSettings withOrigins(List<String> cors) {
        return new HttpSettings(
                host, port, tls, List.copyOf(cors), banner, limits, times, observing, cloudEvents, front);
    }

    /** The same with this text at the top of each page of the web console. */
    public HttpSettings withBanner(String text) {
        return new HttpSettings(host, port, tls, corsOrigins, text, limits, times, observing, cloudEvents, front);
    }

    /** The same with another limit for a line. */
    public HttpSettings withLongestLine(int lineBytes) {
        return withLimits(new Limits(
                lineBytes, limits.maxReaders, limits.maxHeadBytes, limits.maxConnections, limits.maxUploadBytes));
    }

    /** The same with another limit of readers. */
    public HttpSettings withReaders(int readers) {
        return withLimits(new Limits(
                limits.maxLineBytes, readers, limits.maxHeadBytes, limits.maxConnections, limits.maxUploadBytes));
    }

    /** The same with other limits. */
    public HttpSettings withLimits(Limits other) {
        return new HttpSettings(host, port, tls, corsOrigins, banner, other, times, observing, cloudEvents, front);
    }

    /** The same with other times. */
    public HttpSettings withTimes(Times other) {
        return new HttpSettings(host, port, tls, corsOrigins, banner, limits, other, observing, cloudEvents, front);
    }

    /** The same with other times, in ms. */
    public HttpSettings withTimes(long heartbeat, long readTimeout, long quietTimeout) {
        return withTimes(new Times(
                heartbeat, readTimeout, quietTimeout, times.writeTimeoutMs, times.headTimeoutMs, times.idleTimeoutMs));
    }

    /** The same with another patience, in ms, for clients that take nothing. */
    public HttpSettings withWriteTimeout(long writeTimeout) {
        return withTimes(new Times(
                times.heartbeatMs,
                times.readTimeoutMs,
                times.quietTimeoutMs,
                writeTimeout,
                times.headTimeoutMs,
                times.idleTimeoutMs));
    }

    /** The same, told otherwise of requests. */
    public HttpSettings withObserving(Observing other) {
        return new HttpSettings(host, port, tls, corsOrigins, banner, limits, times, other, cloudEvents, front);
    }

    /** The same with other ways of CloudEvents. */
    public HttpSettings withCloudEvents(CloudEvents other) {
        return new HttpSettings(host, port, tls, corsOrigins, banner, limits, times, observing, other, front);
    }

    /** The same with something else before it. */
    public HttpSettings withFront(Front other) {
        return new HttpSettings(host, port, tls, corsOrigins, banner, limits, times, observing, cloudEvents, other);
    }
}
