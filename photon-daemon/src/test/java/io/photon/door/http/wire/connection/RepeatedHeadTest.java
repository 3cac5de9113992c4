// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads may come again, and which bytes are such a head with its body. */
class RepeatedHeadTest {

    private static final String HEAD =
            "POST /api/event HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nAuthorization: Token x\r\n\r\n";

    private static RepeatedHead of(String head) {
        byte[] bytes = (head + "{}").getBytes(StandardCharsets.ISO_8859_1);
        return RepeatedHead.of(bytes, bytes.length);
    }

    private static int body(String learnt, String next) {
        RepeatedHead head = of(learnt);
        assertNotNull(head);
        byte[] bytes = ("##" + next + "##").getBytes(StandardCharsets.ISO_8859_1);
        int body = head.bodyOf(ByteBuffer.wrap(bytes), 2, bytes.length - 2);
        return body < 0 ? -1 : body - 2;
    }

    @Test
    void theSameHeadWithAnotherLengthIsKnownAgain() {
        assertEquals(HEAD.length(), body(HEAD, HEAD + "{}"));
        String longer = HEAD.replace("Length: 2", "Length: 12000");
        assertEquals(longer.length(), body(HEAD, longer + "x".repeat(12_000)));
        String last = "POST /e HTTP/1.1\r\nHost: a\r\ncontent-length:2\r\n\r\n";
        assertEquals(last.length(), body(last, last + "{}"));
    }

    @Test
    void whatIsNotExactlyThisHeadAndAWholeBodyIsAnother() {
        for (String other : new String[] {
            HEAD + "{",
            HEAD + "{}}",
            HEAD + "{}" + HEAD + "{}",
            HEAD,
            HEAD.substring(0, 30),
            HEAD.replace("Length: 2", "Length: "),
            HEAD.replace("Length: 2", "Length: 0"),
            HEAD.replace("Length: 2", "Length: -2") + "{}",
            HEAD.replace("Length: 2", "Length: +2") + "{}",
            HEAD.replace("Length: 2", "Length: 2 ") + "{}",
            HEAD.replace("Length: 2", "Length: 2, 2") + "{}",
            HEAD.replace("Length: 2", "Length: 000002") + "{}",
            HEAD.replace("Length: 2", "Length: 12289") + "x".repeat(12_289),
            HEAD.replace("Length: 2", "Length: 99999999999999999999") + "{}",
            HEAD.replace("Token x", "Token y") + "{}",
            HEAD.replace("Host", "host") + "{}",
            HEAD.replace("/event", "/evens") + "{}",
            HEAD.replace("\r\n\r\n", "\r\nX: y\r\n\r\n") + "{}",
            "\r\n" + HEAD + "{}",
        }) {
            assertEquals(-1, body(HEAD, other), other.length() > 300 ? "a long one" : other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Expect: 100-continue",
                "Expect-Last-Order-Id: any",
                "X-Request-Id: a",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "Cookie: a=b",
                "Origin: http://a",
                "Forwarded: for=1.2.3.4",
                "X-Forwarded-For: 1.2.3.4",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "Connection: Upgrade",
                "Content-Encoding: gzip",
                "Content-Type: application/edn",
                "Content-Type: application/cloudevents+json",
                "Accept: application/edn",
                "ce-id: 7",
                "Host: b",
                "Content-Length: 2",
                "X-Unknown: 1",
                " folded",
                ": nameless",
                "no colon"
            })
    void aHeadThatSaysMoreThanTheUsualIsNotTaken(String line) {
        assertNull(of(HEAD.replace("\r\n\r\n", "\r\n" + line + "\r\n\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/event HTTP/1.1\r\nContent-Length: 2\r\n\r\n",
                "POST /api/event HTTP/1.0\r\nContent-Length: 2\r\n\r\n",
                "POST /api/event?access_token=x HTTP/1.1\r\nContent-Length: 2\r\n\r\n",
                "POST http://a/api/event HTTP/1.1\r\nContent-Length: 2\r\n\r\n",
                "POST /api/event HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /api/event HTTP/1.1\r\nContent-Length: 2\r\n",
                ""
            })
    void norIsOneOfAnotherKind(String head) {
        assertNull(of(head));
    }
}
