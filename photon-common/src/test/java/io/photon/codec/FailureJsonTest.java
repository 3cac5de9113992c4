// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureJsonTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClientReadsTheFailureThatADoorWrote(Kind kind) {
        Failure failure = Failure.of(kind, "no \"such\" thing\nhere", "look \\ there");
        assertEquals(failure, FailureJson.read(FailureJson.bytes(failure), Kind.INTERNAL));
    }

    @Test
    void aFailureWithoutHintWritesNone() {
        assertEquals(
                "{\"error\":\"gone\",\"code\":\"not-found\"}", FailureJson.text(Failure.of(Kind.NOT_FOUND, "gone")));
    }

    @Test
    void aFailureAboutALineNamesIt() {
        assertEquals(
                "{\"error\":\"bad\",\"code\":\"bad-input\",\"hint\":\"mend it\",\"line\":7}",
                FailureJson.text(Failure.of(Kind.BAD_INPUT, "bad", "mend it"), 7));
    }

    @Test
    void whatIsNoFailureOfOursIsReadAsOneThatSaysNothing() {
        byte[] html = "<html>503</html>".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Failure.of(Kind.UNREACHABLE, "the daemon did not say why"), FailureJson.read(html, Kind.UNREACHABLE));
        byte[] unknown = "{\"error\":\"e\",\"code\":\"from-the-future\"}".getBytes(StandardCharsets.UTF_8);
        assertEquals(Failure.of(Kind.DAMAGED, "e"), FailureJson.read(unknown, Kind.DAMAGED));
    }

    /** Four kinds share their status with a commoner one, and are told apart by their code only. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aStatusAloneStillTellsWhatSortOfFailureItIs(Kind kind) {
        Kind expected = switch (kind) {
            case VERIFICATION_FAILED -> Kind.BAD_INPUT;
            case READ_ONLY, OUTCOME_UNKNOWN -> Kind.OVERLOADED;
            case DAMAGED -> Kind.INTERNAL;
            default -> kind;
        };
        assertEquals(expected, FailureStatus.kind(FailureStatus.of(kind)));
    }
}
