// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.filter.StreamSelector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {

    private static final long NOW = 1_000;

    private static Grant grant(Role role, String streams, long untilMs) {
        return new Grant(role + streams + untilMs, Set.of(role), streams, untilMs, "test", 0);
    }

    private static Rights reader(String streams) {
        return Rights.of(List.of(grant(Role.READER, streams, Grant.FOREVER)), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, orders2, false",
        "order-*, order-1, true",
        "order-*, order-a/b, false",
        "**, anything/at all, true",
        "**, __config__, true",
        "__all__, anything, true",
        "*, __config__, false",
        "__con*, __config__, true",
        "**, __security__, false",
        "__security__, __security__, false",
        "__*, __security__, false",
        "order-*, __all__, false"
    })
    void aGrantIsAboutTheStreamsOfItsGlobAndNeverAboutThatOfUsers(String granted, String stream, boolean may) {
        assertEquals(may, reader(granted).on(Permission.REPLAY, stream));
        assertEquals(may, reader(granted).on(Permission.REPLAY, stream), "as remembered");
        assertFalse(reader(granted).on(Permission.EMIT, stream));
    }

    @ParameterizedTest
    @CsvSource({
        "order-*, order-*, true",
        "order-**, order-*, true",
        "order-*, order-**, false",
        "order-*, order-eu-?, true",
        "order-?, order-*, false",
        "*, order-1, true",
        "*, __config__, false",
        "*, __*, false",
        "order-*, __all__, false",
        "**, __all__, true",
        "**, __*, false",
        "*-*, a*-b, true",
        "a*b, ab, true",
        "a?c, a*c, false",
        "order\\*, order\\*, true",
        "order\\**, order-*, false"
    })
    void whatASelectionCanEverMeanIsCoveredOrNot(String granted, String wanted, boolean covered) {
        assertEquals(covered, reader(granted).covers(Permission.VALUES, StreamSelector.of(wanted)));
    }

    @Test
    void aGrantThatHasEndedIsNotInItAndTheNextEndIsKnown() {
        Rights rights = Rights.of(
                List.of(
                        grant(Role.READER, "ended", NOW),
                        grant(Role.READER, "later", NOW + 5),
                        grant(Role.READER, "sooner", NOW + 1)),
                NOW);
        assertFalse(rights.on(Permission.REPLAY, "ended"));
        assertTrue(rights.on(Permission.REPLAY, "sooner"));
        assertEquals(NOW + 1, rights.untilMs());
    }

    @Test
    void boundsTakeAwayAndNeverAdd() {
        Rights bounded = reader("order-*").within(reader("*-1"));
        assertTrue(bounded.on(Permission.REPLAY, "order-1"));
        assertFalse(bounded.on(Permission.REPLAY, "order-2"));
        assertFalse(bounded.on(Permission.REPLAY, "stock-1"));
        assertTrue(bounded.somewhere(Permission.REPLAY));
        assertFalse(Rights.all().within(reader("**")).somewhere(Permission.EMIT));
    }

    @Test
    void whatIsLostIsSeen() {
        assertTrue(reader("**").includes(reader("order-*"), Permission.REPLAY));
        assertTrue(reader("order-*").includes(reader("order-1"), Permission.REPLAY));
        assertFalse(reader("order-1").includes(reader("order-*"), Permission.REPLAY));
        assertFalse(reader("order-*").includes(reader("**"), Permission.REPLAY));
    }

    @Test
    void ofMoreStreamsThanAreRememberedTheAnswersAreStillRight() {
        Rights rights = reader("order-*");
        for (int i = 0; i < 3 * Rights.MAX_REMEMBERED; i++) {
            assertTrue(rights.on(Permission.REPLAY, "order-" + i));
            assertFalse(rights.on(Permission.REPLAY, "stock-" + i));
        }
    }
}
