// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.settings.Network;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose request it is when a proxy passed it on. */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = new TrustedProxies(List.of(
            Network.parse("127.0.0.1").orElseThrow(),
            Network.parse("10.0.0.0/8").orElseThrow()));

    private static final String THE_PROXY = "127.0.0.1";

    private static String client(String... headers) {
        HttpServerExchange exchange = BareExchange.of("GET", "/", headers);
        PROXIES.apply(exchange);
        return exchange.getSourceAddress().getAddress().getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                          | 192.0.2.1",
                "6.6.6.6, 192.0.2.1                 | 192.0.2.1",
                "6.6.6.6, 192.0.2.1, 10.1.1.1       | 192.0.2.1",
                "10.2.2.2, 10.1.1.1                 | 10.2.2.2",
                "192.0.2.1:4711                     | 192.0.2.1",
                "2001:db8::7                        | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:4711                 | 2001:db8:0:0:0:0:0:7",
                "6.6.6.6, unknown                   | 127.0.0.1",
                "6.6.6.6, unknown, 10.1.1.1         | 10.1.1.1",
                "192.0.2.1/8                        | 127.0.0.1",
                "localhost                          | 127.0.0.1",
                "300.1.1.1                          | 127.0.0.1",
                "','                                | 127.0.0.1",
                "''                                 | 127.0.0.1"
            })
    void theClientIsTheLastAddressThatIsNoTrustedProxys(String forwardedFor, String expected) {
        String shown = forwardedFor.replace("'", "");
        assertEquals(expected, client("X-Forwarded-For", shown), shown);
        String standard =
                shown.isEmpty() || shown.equals(",") ? shown : "for=\"" + shown.replace(", ", "\", for=\"") + "\"";
        assertEquals(expected, client("Forwarded", standard), standard);
    }

    @Test
    void aPeerThatIsNoTrustedProxyIsTheClientWhateverItSays() {
        HttpServerExchange exchange =
                BareExchange.of("GET", "/", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-Proto", "https");
        exchange.setSourceAddress(new InetSocketAddress("192.0.2.9", 1));
        PROXIES.apply(exchange);
        assertEquals("192.0.2.9", exchange.getSourceAddress().getAddress().getHostAddress());
        assertEquals("http", exchange.getRequestScheme());
    }

    @Test
    void ofTwoHeadersOnlyWhatBothSayIsBelieved() {
        assertEquals("192.0.2.3", client("Forwarded", "for=192.0.2.3:80", "X-Forwarded-For", "6.6.6.6, 192.0.2.3"));
        assertEquals(THE_PROXY, client("Forwarded", "for=192.0.2.3", "X-Forwarded-For", "192.0.2.4"));
        assertEquals(THE_PROXY, client("Forwarded", "proto=https", "X-Forwarded-For", "192.0.2.4"));
    }

    @Test
    void aHeaderThatSaysNothingIsNotBelievedAndStopsNoRequest() {
        assertEquals(THE_PROXY, client("Forwarded", ",", "X-Forwarded-For", "192.0.2.4"));
        assertEquals(THE_PROXY, client("Forwarded", "for=192.0.2.4", "X-Forwarded-For", ", ,"));
        assertEquals(THE_PROXY, client("Forwarded", ",,", "X-Forwarded-For", ","));
        assertEquals(THE_PROXY, client("Forwarded", "", "X-Forwarded-For", ""));
    }

    @Test
    void theSchemeAndTheHostAreTheClientsAndNothingElseIsTakenForOne() {
        HttpServerExchange exchange = BareExchange.of(
                "GET", "/", "Host", "inside", "Forwarded", "for=192.0.2.1;Proto=HTTPS;host=\"photon.example:8443\"");
        PROXIES.apply(exchange);
        assertEquals("https", exchange.getRequestScheme());
        assertEquals("photon.example:8443", exchange.getRequestHeaders().getFirst("Host"));
        exchange = BareExchange.of(
                "GET",
                "/",
                "Host",
                "inside",
                "X-Forwarded-For",
                "192.0.2.1",
                "X-Forwarded-Proto",
                "javascript",
                "X-Forwarded-Host",
                "a/b");
        PROXIES.apply(exchange);
        assertEquals("http", exchange.getRequestScheme());
        assertEquals("inside", exchange.getRequestHeaders().getFirst("Host"));
    }

    @Test
    void eachHopHasItsOwnSchemeWhenEachSaysOne() {
        HttpServerExchange exchange = BareExchange.of(
                "GET", "/", "X-Forwarded-For", "192.0.2.1, 10.1.1.1", "X-Forwarded-Proto", "https, http");
        PROXIES.apply(exchange);
        assertEquals("https", exchange.getRequestScheme());
    }

    @Test
    void ofVeryManyHopsTheLastOnesCount() {
        assertEquals("192.0.2.1", client("X-Forwarded-For", "6.6.6.6, ".repeat(1000) + "192.0.2.1"));
        assertEquals("10.1.1.1", client("X-Forwarded-For", "6.6.6.6, " + "10.1.1.1, ".repeat(32) + "10.1.1.1"));
    }
}
