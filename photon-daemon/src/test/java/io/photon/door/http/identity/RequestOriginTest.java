// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.call.BareExchange;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed to come from this machine. */
class RequestOriginTest {

    private static HttpServerExchange from(String peer, String... headers) {
        return BareExchange.of("GET", "/", headers).setSourceAddress(new InetSocketAddress(peer, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:3000",
                "127.0.0.1",
                "127.0.0.1:3000",
                "127.1.22.255:1",
                "[::1]",
                "[::1]:3000"
            })
    void thisMachineAsksItselfByItsOwnName(String host) {
        assertTrue(RequestOrigin.of(from("127.0.0.1", "Host", host)).local());
        assertTrue(RequestOrigin.isDirect(from("127.0.0.1", "Host", host)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":3000",
                "photon.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "127.0.0",
                "127.0.0.",
                "127..0.1",
                "127.0.0.1.1",
                "127.0.0.1000",
                "1127.0.0.1",
                "128.0.0.1",
                "[::2]",
                "::1"
            })
    void aPageWhoseNameWasReboundIsNotThisMachine(String host) {
        assertFalse(RequestOrigin.of(from("127.0.0.1", "Host", host)).local());
        assertFalse(RequestOrigin.isDirect(from("127.0.0.1", "Host", host)));
    }

    @Test
    void withoutAHostNothingIsLocal() {
        assertFalse(RequestOrigin.of(from("127.0.0.1")).local());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "via", "X-Forwarded-For", "x-real-ip", "CF-Connecting-IP"})
    void whatAProxyPassedOnIsNotLocalAndNotDirect(String header) {
        assertFalse(RequestOrigin.of(from("127.0.0.1", "Host", "localhost", header, "127.0.0.1"))
                .local());
        assertFalse(RequestOrigin.isDirect(from("192.0.2.1", "Host", "photon.example", header, "x")));
    }

    @Test
    void anotherMachineIsNotThisOneWhateverItSays() {
        assertFalse(RequestOrigin.of(from("192.0.2.1", "Host", "localhost")).local());
        assertEquals("192.0.2.1", RequestOrigin.of(from("192.0.2.1")).address());
        assertTrue(RequestOrigin.isDirect(from("192.0.2.1", "Host", "photon.example")));
    }

    @Test
    void anAddressThatIsNotKnownIsNotThisMachines() {
        HttpServerExchange exchange = BareExchange.of("GET", "/", "Host", "localhost")
                .setSourceAddress(InetSocketAddress.createUnresolved("localhost", 1));
        assertFalse(RequestOrigin.of(exchange).local());
        assertFalse(RequestOrigin.isDirect(exchange));
    }
}
