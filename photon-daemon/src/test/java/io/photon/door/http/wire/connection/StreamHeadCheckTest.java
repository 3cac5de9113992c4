// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.door.http.wire.call.BareExchange;
import io.photon.result.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads over HTTP/2 are malformed. */
class StreamHeadCheckTest {

    private static void refused(String message, String method, String uri, String... headers) {
        Failure failure = StreamHeadCheck.wrong(BareExchange.of(method, uri, headers));
        assertNotNull(failure);
        assertEquals(message, failure.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"photon.example", "photon.example:8443", "127.0.0.1:3000", "[::1]", "[2001:db8::7]:443"})
    void aNameOrAnAddressIsAnAuthority(String authority) {
        assertNull(StreamHeadCheck.wrong(BareExchange.of("GET", "/api", "Host", authority, "X", "a\tb é")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "user@host", "a/b", "::1", "[::1", "a:b", "a:123456", "a\r\nX: y"})
    void anythingElseIsNone(String authority) {
        refused("there is no :authority that can be read", "GET", "/api", "Host", authority);
    }

    @Test
    void aRequestSaysWhatItAsksWhereAndOfWhom() {
        refused("the :path does not begin with a slash", "GET", "api", "Host", "a");
        refused("the :path does not begin with a slash", "GET", "", "Host", "a");
        refused("the :method is empty", "", "/api", "Host", "a");
        refused("there is no :authority that can be read", "GET", "/api");
    }

    @Test
    void whatIsAboutAConnectionBelongsToHttp1() {
        for (String name : new String[] {"keep-alive", "proxy-connection", "Upgrade"}) {
            refused("the header " + name + " is one of HTTP/1.1", "GET", "/api", "Host", "a", name, "x");
        }
    }

    @Test
    void noValueHasALineEndOrAnotherControlCharacter() {
        for (char c : new char[] {'\n', '\r', 0, 0x1f, 0x7f}) {
            refused("the header X has a control character in it", "GET", "/api", "Host", "a", "X", "a" + c);
        }
    }
}
