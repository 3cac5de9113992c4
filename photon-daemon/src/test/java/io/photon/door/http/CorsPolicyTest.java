// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.BareExchange;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose pages may ask, and whose senders may deliver. */
class CorsPolicyTest {

    private static final String FRIEND = "https://friend.example";

    private final CorsPolicy policy = new CorsPolicy(List.of(FRIEND));

    private static HttpServerExchange of(String origin) {
        return BareExchange.of("GET", "/api/streams", "Host", "photon.example:3000", "Origin", origin);
    }

    @ParameterizedTest
    @CsvSource({
        "http://photon.example:3000, photon.example:3000, true",
        "https://photon.example:3000, photon.example:3000, true",
        "http://photon.example, photon.example:80, true",
        "https://photon.example, Photon.Example:443, true",
        "https://photon.example:443, photon.example, true",
        "http://[::1]:3000, [::1]:3000, true",
        "https://photon.example, photon.example:80, false",
        "http://photon.example, photon.example:3000, false",
        "http://photon.example:3000, photon.example, false",
        "http://photon.example:30000, photon.example:3000, false",
        "http://photon.example.evil, photon.example, false",
        "http://photon.example/, photon.example, false",
        "http://a@photon.example, photon.example, false",
        "HTTP://photon.example, photon.example, false",
        "file://photon.example, photon.example, false",
        "null, photon.example, false",
        "'', '', false"
    })
    void aPageIsTheDaemonsOwnWhenAllOfItsOriginIs(String origin, String host, boolean own) {
        assertEquals(own, CorsPolicy.isOwn(origin, host));
    }

    @Test
    void aPageOfAnotherSiteIsRefusedUnlessItIsListed() {
        assertTrue(policy.refuses(of("https://evil.example")));
        assertTrue(policy.refuses(of("null")));
        assertTrue(policy.refuses(of(FRIEND + ".evil.example")));
        assertFalse(policy.refuses(of(FRIEND)));
        assertFalse(policy.refuses(of("http://photon.example:3000")));
        assertFalse(policy.refuses(BareExchange.of("GET", "/", "Host", "photon.example")), "a program");
        assertTrue(policy.refuses(BareExchange.of("GET", "/", "Origin", "http://photon.example")), "without a host");
    }

    @Test
    void twoOriginsAreOneTooMany() {
        assertTrue(policy.refuses(BareExchange.of("GET", "/", "Origin", FRIEND, "Origin", FRIEND)));
    }

    @Test
    void theBrowserOfAListedPageIsToldSoAndThatOfAnotherNothing() {
        HttpServerExchange friend = of(FRIEND);
        assertFalse(policy.answers(friend));
        assertEquals(FRIEND, friend.getResponseHeaders().getFirst("Access-Control-Allow-Origin"));
        assertEquals("true", friend.getResponseHeaders().getFirst("Access-Control-Allow-Credentials"));
        assertEquals("Origin", friend.getResponseHeaders().getFirst("Vary"));
        HttpServerExchange other = of("https://evil.example");
        assertFalse(policy.answers(other));
        assertNull(other.getResponseHeaders().getFirst("Access-Control-Allow-Origin"));
        assertEquals("Origin", other.getResponseHeaders().getFirst("Vary"), "a cache keeps them apart");
    }

    @Test
    void whereNoneIsListedNothingIsSaid() {
        HttpServerExchange exchange = of(FRIEND);
        assertFalse(new CorsPolicy(List.of()).answers(exchange));
        assertEquals(0, exchange.getResponseHeaders().size());
    }

    @Test
    void onlyASenderThatIsListedIsToldThatItMayDeliver() {
        HttpSettings.CloudEvents settings = new HttpSettings.CloudEvents("source", "stream", List.of("sender.example"));
        WebHookHandshake handshake = new WebHookHandshake(settings);
        List<String> path = List.of("api", "events");
        assertFalse(handshake.answers(BareExchange.of("OPTIONS", "/api/events"), path));
        assertFalse(handshake.answers(
                BareExchange.of("OPTIONS", "/api/events", "WebHook-Request-Origin", "evil.example"), path));
        assertFalse(handshake.answers(
                BareExchange.of("POST", "/api/events", "WebHook-Request-Origin", "sender.example"), path));
        assertFalse(handshake.answers(
                BareExchange.of("OPTIONS", "/api/streams", "WebHook-Request-Origin", "sender.example"),
                List.of("api", "streams")));
    }
}
