// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import org.junit.jupiter.api.Test;

class EventRulesTest {

    @Test
    void aUserNeverWritesAnInternalStreamPhotonDoes() {
        assertEquals(
                Failure.Kind.DENIED,
                EventRules.checkStream("__config__", Writer.USER).orElseThrow().kind());
        assertTrue(EventRules.checkStream("__config__", Writer.PHOTON).isEmpty());
        assertTrue(EventRules.checkStream("__half", Writer.USER).isEmpty());
        assertTrue(EventRules.checkStream("___", Writer.USER).isEmpty());
    }

    @Test
    void nobodyAppendsToTheViewOfAllStreams() {
        for (Writer writer : Writer.values()) {
            assertFalse(EventRules.checkStream("__all__", writer).isEmpty());
        }
    }

    @Test
    void aStreamHasAName() {
        for (Writer writer : Writer.values()) {
            assertEquals(
                    Failure.Kind.BAD_INPUT,
                    EventRules.checkStream("", writer).orElseThrow().kind());
        }
    }

    @Test
    void anInternalStreamIsNotDeleted() {
        assertEquals(
                Failure.Kind.DENIED,
                EventRules.checkDeletion("__security__").orElseThrow().kind());
        assertTrue(EventRules.checkDeletion("orders").isEmpty());
    }

    @Test
    void anAtomicRequestHasAtMostAThousandEventsAndOneMebibyteUnlessItIsASingleEvent() {
        assertTrue(EventRules.checkAtomicSize(1_000, 1 << 20).isEmpty());
        assertEquals(
                Failure.Kind.TOO_LARGE,
                EventRules.checkAtomicSize(1_001, 10).orElseThrow().kind());
        assertFalse(EventRules.checkAtomicSize(2, (1 << 20) + 1).isEmpty());
        assertTrue(EventRules.checkAtomicSize(1, 10 << 20).isEmpty());
    }

    @Test
    void ofSeveralDeletionsTheFurthestCounts() {
        Deletions deletions = new Deletions();
        deletions.add(new StreamDeletion("orders", 10));
        deletions.add(new StreamDeletion("orders", 20));
        deletions.add(new StreamDeletion("orders", 15));
        assertTrue(deletions.cover("orders", 20));
        assertFalse(deletions.cover("orders", 21));
        assertFalse(deletions.cover("others", 1));
        assertEquals(1, deletions.all().size());
    }
}
