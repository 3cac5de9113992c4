package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import org.junit.jupiter.api.Test;

/** Over the memory store. */
class RestoreTest extends RestoreContract {

    @Override
    House house(String name) {
        return new House(scratch);
    }

    @Test
    void aRestoreThatMayBeDoneOrNotSaysSoAndIsSafeToRunAgain() {
        from.emit("a", "1");
        from.emit("b", "2");
        String backup = from.backup();
        Thread.currentThread().interrupt(); // the wait for the log is broken off
        Failure failure = to.refused(backup);
        assertTrue(Thread.interrupted());
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
        assertTrue(failure.hint().contains("again"), failure.hint());
        to.restore(backup);
        assertEquals(from.contents(), to.contents());
    }
}
