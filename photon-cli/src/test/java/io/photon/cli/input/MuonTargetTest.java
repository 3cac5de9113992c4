// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MuonTargetTest {

    private static MuonTarget read(String... words) {
        Result<MuonTarget> read = MuonTarget.read(List.of(words), "rpc");
        assertInstanceOf(Result.Ok.class, read, read::toString);
        return ((Result.Ok<MuonTarget>) read).value();
    }

    private static String arguments(String... words) {
        Result<String> read = read(words).arguments();
        assertInstanceOf(Result.Ok.class, read, read::toString);
        return ((Result.Ok<String>) read).value();
    }

    @ParameterizedTest
    @CsvSource({
        "rpc://photon/stream-names, photon, /stream-names",
        "request://photon/stream/delete, photon, /stream/delete",
        "stream://photon, photon, /",
        "rpc://my_service/x, my_service, /x",
        "rpc://photon/projection/a%20b, photon, /projection/a b",
        "photon/stream-names, photon, /stream-names",
    })
    void anEndpointIsAUrl(String url, String service, String path) {
        assertEquals(new MuonTarget(service, path, null, null), read(url));
        assertEquals(new MuonTarget(service, path, null, "{}"), read(url, "{}"));
    }

    @Test
    void orAServiceAndAPath() {
        assertEquals(new MuonTarget("photon", "/stream/delete", null, null), read("photon", "/stream/delete"));
        assertEquals(new MuonTarget("photon", "/x", null, "7"), read("photon", "/x", "7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"photon", "rpc://", "rpc:///x", "rpc://a b/x y%", "/x"})
    void whatNamesNoEndpointIsRefusedWithBothWays(String word) {
        Result<MuonTarget> read = MuonTarget.read(List.of(word), "rpc");
        assertInstanceOf(Result.Err.class, read, read::toString);
        assertEquals(Kind.BAD_INPUT, ((Result.Err<?>) read).failure().kind());
        assertTrue(((Result.Err<?>) read).failure().hint().contains("SERVICE /PATH"));
    }

    @Test
    void argumentsOfAStreamComeFromItsQueryAndItsJson() {
        assertEquals("{}", arguments("stream://photon/stream"));
        assertEquals("{\"a\":\"1\",\"b c\":\"x&y\"}", arguments("stream://photon/stream?a=1&b%20c=x%26y"));
        assertEquals("{\"a\":\"1\",\"from\":7}", arguments("stream://photon/stream?a=1", " {\"from\":7} "));
        assertEquals("{\"from\":7}", arguments("stream://photon/stream", "{\"from\":7}"));
        assertEquals("{\"a\":\"1\"}", arguments("stream://photon/stream?a=1", "{ }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "[1]", "{\"a\":1", "{} {}", "{\"a\":1} x"})
    void otherArgumentsThanAnObjectAreRefused(String json) {
        assertInstanceOf(Result.Err.class, read("photon", "/stream", json).arguments());
    }
}
