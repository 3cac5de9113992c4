// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.photon.result.Failure.Kind;
import org.junit.jupiter.api.Test;

class ResultTest {

    private static final Failure WHY = Failure.of(Kind.NOT_FOUND, "no such thing");
    private final Result<Integer> four = Result.ok(4);
    private final Result<Integer> none = Result.err(WHY);

    @Test
    void aValueGoesOnAndAFailurePassesThrough() {
        assertEquals(Result.ok("5"), four.map(n -> "" + (n + 1)));
        assertEquals(Result.err(WHY), none.map(n -> "" + (n + 1)));
        assertEquals(Result.err(WHY), four.then(n -> none));
        assertEquals(Result.err(WHY), none.then(n -> four));
    }

    @Test
    void eitherBecomesOneThing() {
        assertEquals("4", four.fold(String::valueOf, Failure::message));
        assertEquals("no such thing", none.fold(String::valueOf, Failure::message));
        assertEquals(4, four.orElse(9));
        assertEquals(9, none.orElse(9));
    }

    @Test
    void whatIsNotThereIsNotGiven() {
        assertEquals(4, four.value());
        assertEquals(WHY, none.failure());
        String message = assertThrows(IllegalStateException.class, none::value).getMessage();
        assertEquals("it has failed: no such thing", message);
        assertThrows(IllegalStateException.class, four::failure);
    }
}
