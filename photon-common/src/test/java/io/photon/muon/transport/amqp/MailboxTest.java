// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The calls of one listener, when something runs out in the middle of them. */
class MailboxTest {

    private final List<Integer> heard = new ArrayList<>();

    @Test
    void aCallThatEndsInAnErrorKeepsNoOtherFromItsTurn() {
        Mailbox mailbox = new Mailbox(Runnable::run);
        mailbox.run(() -> {
            mailbox.post(() -> heard.add(1)); // waits for its turn
            throw new NoClassDefFoundError("injected");
        });
        mailbox.run(() -> {
            throw new StackOverflowError("injected");
        });
        mailbox.post(() -> heard.add(2));
        assertEquals(List.of(1, 2), heard);
    }

    @Test
    void aCallForWhichThereIsNoThreadRunsWithTheNextOne() {
        AtomicBoolean noThread = new AtomicBoolean(true);
        Mailbox mailbox = new Mailbox(work -> {
            if (noThread.get()) {
                throw new OutOfMemoryError("injected: unable to create native thread");
            }
            work.run();
        });
        assertThrows(OutOfMemoryError.class, () -> mailbox.post(() -> heard.add(1)));
        noThread.set(false);
        mailbox.post(() -> heard.add(2));
        assertEquals(List.of(1, 2), heard);
    }
}
