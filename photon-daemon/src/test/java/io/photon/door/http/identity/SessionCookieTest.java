// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.door.http.wire.call.BareExchange;
import io.undertow.server.HttpServerExchange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cookie of a session, as it is set and as it is found again. */
class SessionCookieTest {

    private static Optional<String> in(String... headers) {
        return SessionCookie.of(BareExchange.of("GET", "/", headers));
    }

    private static String set(String scheme) {
        HttpServerExchange exchange = BareExchange.of("POST", "/auth/login").setRequestScheme(scheme);
        SessionCookie.set(exchange, "abc", "/photon/");
        return exchange.getResponseHeaders().getFirst("Set-Cookie");
    }

    @Test
    void noScriptAndNoOtherSiteGetsIt() {
        assertEquals("photon-session-3000=abc; Path=/photon/; HttpOnly; SameSite=Strict", set("http"));
    }

    @Test
    void whatWasSetOverTlsIsSentOverTlsOnly() {
        assertEquals("photon-session-3000=abc; Path=/photon/; HttpOnly; SameSite=Strict; Secure", set("https"));
    }

    @Test
    void itIsForgottenWhereItWasSet() {
        HttpServerExchange exchange = BareExchange.of("POST", "/auth/logout");
        SessionCookie.clear(exchange, "/");
        assertEquals(
                "photon-session-3000=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
                exchange.getResponseHeaders().getFirst("Set-Cookie"));
    }

    @Test
    void itIsFoundAmongOthersAndThatOfAnotherPortIsAnotherDaemons() {
        assertEquals(Optional.of("abc"), in("Cookie", "photon-session-3000=abc"));
        assertEquals(
                Optional.of("abc"),
                in("Cookie", "a=b;photon-session-3100=x; photon-session-3000=abc ;photon-session-3000=y"));
        assertEquals(Optional.of("abc"), in("Cookie", "a=b", "Cookie", "photon-session-3000=abc"));
        assertEquals(Optional.empty(), in("Cookie", "photon-session-3100=abc"));
        assertEquals(Optional.empty(), in("Cookie", "photon-session-30001=abc"));
        assertEquals(Optional.empty(), in());
    }

    @Test
    void oneThatIsEmptyOrFarTooLongIsNone() {
        assertEquals(Optional.empty(), in("Cookie", "photon-session-3000="));
        assertEquals(Optional.empty(), in("Cookie", "photon-session-3000"));
        assertEquals(Optional.empty(), in("Cookie", "photon-session-3000=" + "x".repeat(200)));
        assertEquals(Optional.empty(), in("Cookie", ";;;"));
    }
}
