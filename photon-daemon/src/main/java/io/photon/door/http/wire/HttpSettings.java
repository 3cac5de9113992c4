package io.photon.door.http.wire;

import io.photon.settings.Network;
import java.nio.file.Path;
import java.util.List;

/**
 * How the door opens.
 *
 * @param host address or name to listen on
 * @param port 0 for a free one
 * @param keystore JKS or PKCS12 with the server's key, or null for plain HTTP
 * @param keypass opens the keystore, null for none
 * @param corsOrigins whose web pages may call besides those of this door's own origin
 * @param banner what the web console says at its top; empty for nothing
 * @param limits of what there may be
 * @param times how long to wait for clients
 * @param observing what is told of requests
 * @param cloudEvents how events are CloudEvents
 */
public record HttpSettings(
        String host,
        int port,
        Path keystore,
        String keypass,
        List<String> corsOrigins,
        String banner,
        Limits limits,
        Times times,
        Observing observing,
        CloudEvents cloudEvents) {

    /**
     * What there may be at most.
     *
     * @param maxLineBytes of the longest event as a line
     * @param maxReaders of replays, and of updates of projections, at the same time
     */
    public record Limits(int maxLineBytes, int maxReaders) {}

    /**
     * In ms.
     *
     * @param heartbeatMs between signs of life of a quiet live replay
     * @param readTimeoutMs how long an upload may be silent in mid-request
     * @param quietTimeoutMs how long a stream of events may be silent between two lines
     * @param writeTimeoutMs how long a client may take nothing of an answer that waits for it
     */
    public record Times(long heartbeatMs, long readTimeoutMs, long quietTimeoutMs, long writeTimeoutMs) {}

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
    public record CloudEvents(String source, String stream, List<String> senders) {}

    /** Plain HTTP with the usual limits: whoever leaves a pager open at lunch finds the replay where it was. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(
                host,
                port,
                null,
                null,
                List.of(),
                "",
                new Limits(16 << 20, 5_000),
                new Times(10_000, 60_000, 900_000, 3_600_000),
                new Observing(List.of(), 50, false, true),
                new CloudEvents("/photon/photon", null, List.of()));
    }

    /** The same over TLS. */
    public HttpSettings withKeystore(Path file, String password) {
        return new HttpSettings(host, port, file, password, corsOrigins, banner, limits, times, observing, cloudEvents);
    }

    /** The same for web pages of these origins too. */
    public HttpSettings withOrigins(List<String> cors) {
        return new HttpSettings(
                host, port, keystore, keypass, List.copyOf(cors), banner, limits, times, observing, cloudEvents);
    }

    /** The same with this text at the top of each page of the web console. */
    public HttpSettings withBanner(String text) {
        return new HttpSettings(
                host, port, keystore, keypass, corsOrigins, text, limits, times, observing, cloudEvents);
    }

    /** The same with another limit for a line. */
    public HttpSettings withLongestLine(int lineBytes) {
        return with(new Limits(lineBytes, limits.maxReaders), times);
    }

    /** The same with another limit of readers. */
    public HttpSettings withReaders(int readers) {
        return with(new Limits(limits.maxLineBytes, readers), times);
    }

    /** The same with other times, in ms. */
    public HttpSettings withTimes(long heartbeat, long readTimeout, long quietTimeout) {
        return with(limits, new Times(heartbeat, readTimeout, quietTimeout, times.writeTimeoutMs));
    }

    /** The same with another patience, in ms, for clients that take nothing. */
    public HttpSettings withWriteTimeout(long writeTimeout) {
        return with(limits, new Times(times.heartbeatMs, times.readTimeoutMs, times.quietTimeoutMs, writeTimeout));
    }

    private HttpSettings with(Limits otherLimits, Times otherTimes) {
        return new HttpSettings(
                host, port, keystore, keypass, corsOrigins, banner, otherLimits, otherTimes, observing, cloudEvents);
    }

    /** The same with other ways of CloudEvents. */
    public HttpSettings withCloudEvents(CloudEvents other) {
        return new HttpSettings(host, port, keystore, keypass, corsOrigins, banner, limits, times, observing, other);
    }

    /** The same, told otherwise of requests. */
    public HttpSettings withObserving(Observing other) {
        return new HttpSettings(host, port, keystore, keypass, corsOrigins, banner, limits, times, other, cloudEvents);
    }
}
