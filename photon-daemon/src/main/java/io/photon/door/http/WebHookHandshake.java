// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.wire.HttpSettings;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.List;

/**
 * The handshake of CloudEvents' web hooks: a sender asks by OPTIONS whether it may deliver here, before anything else, and those in
 * {@code cloudevents.senders} are told that they may. It is no identity: each delivery needs one.
 */
final class WebHookHandshake {

    private static final HttpString REQUEST_ORIGIN = new HttpString("WebHook-Request-Origin");
    private static final HttpString ALLOWED_ORIGIN = new HttpString("WebHook-Allowed-Origin");
    private static final HttpString ALLOWED_RATE = new HttpString("WebHook-Allowed-Rate");
    private static final HttpString ALLOW = new HttpString("Allow");

    /** Photon says when it is too much by 503. */
    private static final String ANY_RATE = "*";

    private final List<String> senders;

    WebHookHandshake(HttpSettings.CloudEvents settings) {
        this.senders = settings.senders();
    }

    /** Answers a sender that may. @return whether it did */
    boolean answers(HttpServerExchange exchange, List<String> path) {
        String origin = exchange.getRequestHeaders().getFirst(REQUEST_ORIGIN);
        if (origin == null
                || !exchange.getRequestMethod().equalToString("OPTIONS")
                || !takesEvents(path)
                || !(senders.contains("*") || senders.contains(origin))) {
            return false;
        }
        exchange.getResponseHeaders()
                .put(ALLOWED_ORIGIN, origin)
                .put(ALLOWED_RATE, ANY_RATE)
                .put(ALLOW, "POST");
        exchange.setStatusCode(200).endExchange();
        return true;
    }

    private static boolean takesEvents(List<String> path) {
        boolean one = path.size() >= 2 && path.size() <= 3 && path.get(1).equals("event");
        boolean many = path.size() == 2 && path.get(1).equals("events");
        boolean hook = path.size() == 2 && path.get(0).equals("hooks");
        return hook || path.get(0).equals("api") && (one || many);
    }
}
