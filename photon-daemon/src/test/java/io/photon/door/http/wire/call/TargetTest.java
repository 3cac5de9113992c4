// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's line asks for, and which query parameters are taken. */
class TargetTest {

    private static Target of(String uri, String query) {
        return Target.parse(uri, query).value();
    }

    private static Failure refused(Result<Target> target, Failure.Kind kind) {
        assertEquals(kind, target.failure().kind());
        return target.failure();
    }

    @Test
    void anEscapedSlashIsPartOfANameAndNoSeparator() {
        assertEquals(
                List.of("api", "replay", "a/b"), of("/api/replay/a%2Fb", "").segments());
        assertEquals(
                List.of("api", "replay", "a%2Fb"), of("/api/replay/a%252Fb", "").segments());
        assertEquals(
                List.of("api", "replay", "ü+ "),
                of("/api/replay/%C3%BC+%20", "").segments());
        assertEquals(List.of(""), of("/", "").segments());
        assertEquals(List.of("", "api", ""), of("//api/", "").segments());
    }

    @Test
    void theWholeAddressMayStandThere() {
        assertEquals(
                List.of("api", "ping"),
                of("http://photon.example:80/api/ping", "").segments());
        assertEquals(List.of(""), of("http://photon.example", "").segments());
        assertEquals(List.of(""), of("*", "").segments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%2", "/%zz", "/%ff", "/%C3", "/\u0100", "/a%C3%28"})
    void whatIsNotEncodedUtf8IsRefused(String uri) {
        refused(Target.parse(uri, ""), Failure.Kind.BAD_INPUT);
        refused(Target.parse("/", "a=" + uri), Failure.Kind.BAD_INPUT);
        refused(Target.parse("/", uri + "=a"), Failure.Kind.BAD_INPUT);
    }

    @Test
    void aQueryIsDecodedAndOfOneGivenTwiceTheFirstCounts() {
        Target target = of("/", "a=1&b=x+y%2B&&c&a=2&b=x+y%2B&d=");
        assertEquals(Map.of("a", "1", "b", "x y+", "c", "", "d", ""), target.query());
        assertEquals(Set.of("a"), target.differing());
        assertNull(target.param("d"));
        assertNull(target.param("e"));
        assertEquals("1", target.param("a"));
    }

    @Test
    void aFlagMaySayYesOrNothing() {
        Target target = of("/", "a=true&b=1&c&d=false&e=0");
        assertTrue(target.flag("a") && target.flag("b") && target.flag("c"));
        assertFalse(target.flag("d") || target.flag("e") || target.flag("f"));
    }

    @Test
    void whatIsTakenOutIsGone() {
        Target target = of("/x", "a=1&a=2&b=3");
        assertSame(target, target.without(Set.of("c")));
        Target less = target.without(Set.of("a"));
        assertEquals(Map.of("b", "3"), less.query());
        assertEquals(Set.of(), less.differing());
    }

    @ParameterizedTest
    @CsvSource({"/photon/api/ping, api/ping", "/photon, ''", "/photon/, ''", "http://h/photon/api, api"})
    void everythingIsBelowTheBasePath(String uri, String segments) {
        assertEquals(
                segments,
                String.join("/", Target.parse(uri, "", "/photon").value().segments()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/ping", "/photons/api", "/phot", "*"})
    void andNothingElseIsThere(String uri) {
        refused(Target.parse(uri, "", "/photon"), Failure.Kind.NOT_FOUND);
    }

    private static final Parameters SOME = new Parameters(List.of("from", "event-type"), List.of("dry-run"));

    private static String refusal(String query) {
        Failure failure = SOME.refuse(of("/", query)).orElseThrow();
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        return failure.message() + "; " + failure.hint();
    }

    @Test
    void parametersThatThePathTakesAreTaken() {
        for (String query : List.of("", "from=1&event-type=T&dry-run", "dry-run=false", "from=1&from=1")) {
            assertTrue(SOME.refuse(of("/", query)).isEmpty(), query);
        }
    }

    @Test
    void aMistypedOneIsRefusedWithTheOneThatIsMeant() {
        String taken = "this path takes from, event-type, dry-run";
        assertEquals(
                "there is no query parameter 'dryrun' here; did you mean dry-run? " + taken, refusal("dryrun=true"));
        assertEquals(
                "there is no query parameter 'Event_Type' here; did you mean event-type? " + taken,
                refusal("Event_Type=T"));
        assertEquals("there is no query parameter 'xyzzy' here; " + taken, refusal("xyzzy"));
        assertEquals(
                "this path takes no query parameters",
                Parameters.NONE.refuse(of("/", "a=1")).orElseThrow().hint());
    }

    @Test
    void oneThatSaysTwoThingsIsRefused() {
        assertEquals(
                "the query parameter from is given twice, as '1' and as something else; give it once",
                refusal("from=1&from=2"));
    }

    @Test
    void aYesOrNoIsOneOfBoth() {
        assertEquals("dry-run is 'maybe'; use true or false", refusal("dry-run=maybe"));
    }
}
