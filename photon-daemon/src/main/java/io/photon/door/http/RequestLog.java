// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.RequestFacts;
import io.photon.metrics.MetricPage;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts each request when it is over, and logs it if that is asked for. Of its head it tells the method and the path, and
 * nothing that may hold a secret: no query, no header. Thread-safe.
 */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.photon.access");

    private final AnsweredRequests answered = new AnsweredRequests();
    private final HttpSettings.Observing settings;

    RequestLog(HttpSettings.Observing settings) {
        this.settings = settings;
    }

    /** Whether a scraper at this address needs no identity. */
    boolean lets(InetAddress address) {
        return settings.openMetrics().stream().anyMatch(network -> network.contains(address));
    }

    /** Whether a line is written of each request. */
    boolean tellsEach() {
        return settings.logsAccess();
    }

    /** One more that no exchange was made for. @param question as counters name it */
    void count(String question, int status) {
        answered.count(question, status);
    }

    void over(HttpServerExchange exchange) {
        RequestFacts facts = RequestFacts.of(exchange);
        answered.count(facts.question(), exchange.getStatusCode());
        if (settings.logsAccess()) {
            InetAddress peer = exchange.getSourceAddress().getAddress();
            LOG.atInfo()
                    .addKeyValue("status", exchange.getStatusCode())
                    .addKeyValue("bytes", exchange.getResponseBytesSent())
                    .addKeyValue("ms", Math.round(facts.ageNanos() / 1e5) / 10.0)
                    .addKeyValue("caller", facts.caller() == null ? "-" : facts.caller())
                    .addKeyValue("address", peer == null ? "-" : peer.getHostAddress())
                    .addKeyValue("request-id", facts.id())
                    .log("{} {}", exchange.getRequestMethod(), exchange.getRequestPath());
        }
    }

    void addTo(MetricPage page) {
        answered.addTo(page);
    }
}
