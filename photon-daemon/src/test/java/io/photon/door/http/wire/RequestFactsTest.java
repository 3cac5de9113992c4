// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.call.BareExchange;
import io.undertow.server.HttpServerExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which id a request is found again. */
class RequestFactsTest {

    private static String id(String given) {
        HttpServerExchange exchange = BareExchange.of("GET", "/", "X-Request-Id", given);
        RequestFacts.begin(exchange);
        assertEquals(
                RequestFacts.of(exchange).id(), exchange.getResponseHeaders().getFirst("X-Request-Id"));
        return RequestFacts.of(exchange).id();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "A.b_c:d/e+f=g@h"})
    void theIdOfTheClientIsKept(String given) {
        assertEquals(given, id(given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nINFO forged", "<b>", "é", "a\"b", "a;b", "\u001b[31m"})
    void oneThatCouldDoHarmInALogIsReplaced(String given) {
        assertNotEquals(given, id(given));
        assertTrue(RequestFacts.isHarmless(id(given)));
    }

    @Test
    void oneThatIsTooLongIsReplaced() {
        assertEquals("x".repeat(128), id("x".repeat(128)));
        assertFalse(id("x".repeat(129)).startsWith("x".repeat(100)));
    }

    @Test
    void eachRequestWithoutOneGetsAnother() {
        HttpServerExchange one = BareExchange.of("GET", "/");
        HttpServerExchange other = BareExchange.of("GET", "/");
        assertNotEquals(RequestFacts.begin(one).id(), RequestFacts.begin(other).id());
    }
}
