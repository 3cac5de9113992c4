// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.call.BareExchange;
import io.photon.door.http.wire.call.Target;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request shows of who asks, and that no one else sees it. */
class ShownIdentityTest {

    private static Target target(HttpServerExchange exchange) {
        return Target.parse(exchange.getRequestURI(), exchange.getQueryString()).value();
    }

    private static ShownIdentity shown(String uri, String... headers) {
        HttpServerExchange exchange = BareExchange.of("GET", uri, headers);
        ShownIdentity.take(exchange, target(exchange));
        return ShownIdentity.of(exchange);
    }

    @Test
    void secretsAreTakenOutOfTheQuery() {
        HttpServerExchange exchange =
                BareExchange.of("GET", "/x?a=1&access_token=s1&client%5Fid=s2&b=%20&client_secret=s3");
        Target clean = ShownIdentity.take(exchange, target(exchange));
        assertEquals(Map.of("a", "1", "b", " "), clean.query());
        assertEquals("a=1&b=%20", exchange.getQueryString());
        ShownIdentity.InQuery query = ShownIdentity.of(exchange).query();
        assertNotNull(query);
        assertEquals("s1", query.accessToken());
        assertEquals("s2", query.clientId());
        assertEquals("s3", query.clientSecret());
        assertFalse(query.isTwice());
        assertEquals("an identity", query.toString());
        assertEquals("an identity", ShownIdentity.of(exchange).toString());
    }

    @Test
    void aQueryWithoutThemStaysAsItIs() {
        HttpServerExchange exchange = BareExchange.of("GET", "/x?a=1&token=2");
        Target target = target(exchange);
        assertSame(target, ShownIdentity.take(exchange, target));
        assertNull(ShownIdentity.of(exchange).query());
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token=a&access_token=b", "client_id=a&x=1&client_id=b&client_secret=c"})
    void twoThatDifferAreSeen(String query) {
        ShownIdentity.InQuery found = shown("/?" + query).query();
        assertNotNull(found);
        assertTrue(found.isTwice());
    }

    @Test
    void aCookieIsSentByABrowserOnItsOwnAndAnythingElseIsExplicit() {
        assertFalse(shown("/", "Cookie", "photon-session-3000=abc").isExplicit());
        assertFalse(shown("/").isExplicit());
        assertTrue(shown("/", "Authorization", "Bearer x").isExplicit());
        assertTrue(shown("/?access_token=").isExplicit());
    }

    @Test
    void twoAreTheSameWhenAllThatTheyShowIs() {
        String[] headers = {"Authorization", "Basic x", "Cookie", "photon-session-3000=abc"};
        ShownIdentity one = shown("/?access_token=t", headers);
        assertTrue(one.isSameAs(shown("/other?access_token=t&a=1", headers)));
        assertFalse(one.isSameAs(shown("/", headers)));
        assertFalse(one.isSameAs(shown("/?access_token=u", headers)));
        assertFalse(one.isSameAs(shown("/?access_token=t&client_id=c", headers)));
        assertFalse(one.isSameAs(shown("/?access_token=t", "Authorization", "Basic x")));
        assertFalse(one.isSameAs(
                shown("/?access_token=t", "Authorization", "Basic y", "Cookie", "photon-session-3000=abc")));
    }
}
