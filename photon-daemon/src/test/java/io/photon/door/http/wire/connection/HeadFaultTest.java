// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told about a head that could not be read. */
class HeadFaultTest {

    private static final String LINE = "GET /api/ping HTTP/1.1\r\n";

    private static HeadFault of(String begin) {
        int lines = (int) begin.chars().filter(c -> c == '\n').count();
        return HeadFault.of(begin, begin.length(), lines, 8192);
    }

    private static String told(String begin) {
        HeadFault fault = of(begin);
        assertEquals(400, fault.status());
        assertEquals(Failure.Kind.BAD_INPUT, fault.failure().kind());
        return fault.failure().message();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no colon|a header is not NAME: VALUE, but 'no colon'",
                ": nameless|a header is not NAME: VALUE, but ': nameless'",
                "a b: c|the name of a header has a space or a character outside ASCII in it: 'a b'",
                "Host : c|the name of a header has a space or a character outside ASCII in it: 'Host '",
                "Content-Length: many|the Content-Length is 'many', which is not a number of bytes that any body has",
                "Content-Length: -1|the Content-Length is '-1', which is not a number of bytes that any body has",
                "Content-Length:|the Content-Length is '', which is not a number of bytes that any body has",
                "Content-Length: 1234567890123456789|the Content-Length is '1234567890123456789', which is not a number "
                        + "of bytes that any body has",
            })
    void theHeaderThatCannotBeIsNamed(String header, String expected) {
        assertEquals(expected, told(LINE + "Host: a\r\n" + header + "\r\n\r\n"));
    }

    @Test
    void aControlCharacterIsNotShownButItsHeaderIs() {
        assertEquals("the header X has a control character in it", told(LINE + "X: a\u0001b\r\n\r\n"));
        assertEquals(
                "a header is not NAME: VALUE, but '?[31m'",
                told(LINE + "\u001b[31m\r\n\r\n"),
                "a terminal would do what it says");
    }

    @Test
    void whereABodyEndsMustBeSaidOnce() {
        assertEquals(
                "there is more than one Content-Length: 1 and 2",
                told(LINE + "Content-Length: 1\r\ncontent-length: 2\r\n\r\n"));
        assertEquals(
                "there are both Content-Length and Transfer-Encoding, so where the body ends is not clear",
                told(LINE + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"));
        assertEquals(
                "there is more than one Transfer-Encoding",
                told(LINE + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    @Test
    void aLineFeedAloneEndsNoLine() {
        assertTrue(told("GET / HTTP/1.1\nHost: a\n\n").contains("a line feed alone"));
        assertTrue(told(LINE + "Host: a\nX: b\r\n\r\n").contains("a line feed alone"));
    }

    @Test
    void whatIsNotHttpIsShownUpToItsQuery() {
        assertEquals(
                "the request's head cannot be read as HTTP/1.1; it begins with 'GET /x?…'",
                told("GET /x?access_token=secret\r\n\r\n"));
        assertFalse(told("GET /" + "x".repeat(60) + "?access_token=secret").contains("secret"));
    }

    @Test
    void aClientThatSpeaksTlsIsToldToSpeakPlainHttp() {
        assertEquals(
                "write http:// in the URL", of("\u0016\u0003\u0001").failure().hint());
    }

    @Test
    void aHeadThatIsTooLongIsToldSoBeforeAnythingElse() {
        HeadFault tooLong = HeadFault.of("nonsense", 8193, 0, 8192);
        assertEquals(431, tooLong.status());
        assertEquals(
                "the request's head has more than 8192 bytes, and no more are taken",
                tooLong.failure().message());
        assertEquals(400, HeadFault.of("nonsense", 8192, 0, 8192).status());
        assertEquals(
                431, HeadFault.of(LINE, 100, HttpSettings.MAX_HEADERS + 2, 8192).status());
        assertEquals(
                "the request's head has more than 127 headers, maybe all of one name, and no more are taken",
                HeadFault.of(LINE + "X: y\r\n".repeat(128), 900, 129, 8192)
                        .failure()
                        .message());
    }
}
