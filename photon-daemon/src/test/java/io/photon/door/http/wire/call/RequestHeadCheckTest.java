// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads are refused though the parser could read them. */
class RequestHeadCheckTest {

    private static Failure framing(HttpServerExchange exchange) {
        return RequestHeadCheck.framing(exchange, 1000);
    }

    private static void refused(Failure.Kind kind, String message, HttpServerExchange exchange) {
        Failure failure = framing(exchange);
        assertNotNull(failure);
        assertEquals(kind, failure.kind());
        assertEquals(message, failure.message());
    }

    private static HttpServerExchange post(String... headers) {
        return BareExchange.of("POST", "/api/event", headers);
    }

    @Test
    void aBodyWhoseEndIsKnownIsTaken() {
        assertNull(framing(post("Host", "a")));
        assertNull(framing(post("Host", "a", "Content-Length", "1000")));
        assertNull(framing(post("Host", "a", "Transfer-Encoding", "Chunked")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+1", "-1", "0x10", "1 1", "1,1", "1234567890123456789", "1e3", "١"})
    void aLengthIsDigitsAndNotMoreThanANumberHolds(String length) {
        refused(
                Failure.Kind.BAD_INPUT,
                "the Content-Length is '" + length + "'",
                post("Host", "a", "Content-Length", length));
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedByItsLength() {
        refused(
                Failure.Kind.TOO_LARGE,
                "the body has 1001 bytes; at most 1000 are taken",
                post("Host", "a", "Content-Length", "1001"));
    }

    @Test
    void twoHostsAreOneTooMany() {
        refused(Failure.Kind.BAD_INPUT, "there are 2 Host headers", post("Host", "a", "Host", "a"));
    }

    @Test
    void noCodingIsTakenButChunks() {
        for (String coding : new String[] {"gzip", "gzip, chunked", "chunked, chunked", "identity", ""}) {
            refused(
                    Failure.Kind.BAD_INPUT,
                    "the Transfer-Encoding is '" + coding + "'",
                    post("Host", "a", "Transfer-Encoding", coding));
        }
        refused(
                Failure.Kind.BAD_INPUT,
                "the Transfer-Encoding is 'chunked, chunked'",
                post("Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"));
    }

    @Test
    void olderHttpHasNoChunksAndTheOldestIsNotSpoken() {
        refused(
                Failure.Kind.BAD_INPUT,
                "a request of HTTP/1.0 has a Transfer-Encoding",
                post("Transfer-Encoding", "chunked").setProtocol(Protocols.HTTP_1_0));
        refused(Failure.Kind.BAD_INPUT, "the request says HTTP/0.9", post().setProtocol(Protocols.HTTP_0_9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Content-Encoding",
                "content-type",
                "Expect-Last-Order-Id",
                "Last-Event-ID",
                "Sec-WebSocket-Version",
                "WebHook-Request-Origin",
                "X-CSRF-Token",
                "ce-id",
                "CE-Anything"
            })
    void aHeaderOfOneValueThatSaysTwoThingsIsRefused(String header) {
        Failure failure = RequestHeadCheck.contradiction(post("Host", "a", header, "any", "X", "y", header, "none"));
        assertNotNull(failure);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertEquals("the header " + header + " is there 2 times, with different values", failure.message());
        assertNull(RequestHeadCheck.contradiction(post(header, "any", header, "any")));
    }

    @Test
    void aHeaderThatIsAListMayComeInPieces() {
        assertNull(RequestHeadCheck.contradiction(
                post("Accept", "a/b", "Accept", "c/d", "Cookie", "a=b", "Cookie", "c=d")));
    }

    @Test
    void aHeadIsMeasuredByItsTargetItsHeadersAndTheirNumber() {
        HttpServerExchange exchange = BareExchange.of("GET", "/12345?789", "Name", "value");
        assertNull(RequestHeadCheck.tooLarge(exchange, 18));
        assertEquals(
                "the request's head has 1 headers and 18 bytes; at most 200 and 17 are taken",
                RequestHeadCheck.tooLarge(exchange, 17).message());
        for (int i = 1; i < HttpSettings.MAX_HEADERS; i++) {
            exchange.getRequestHeaders().add(new HttpString(i % 2 == 0 ? "X" : "Y"), "");
        }
        assertNull(RequestHeadCheck.tooLarge(exchange, 8192));
        exchange.getRequestHeaders().add(new HttpString("X"), "");
        assertNotNull(RequestHeadCheck.tooLarge(exchange, 8192));
    }
}
