// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two windows of a socket: what has come and is not done, and what was sent and is not read. */
class WindowsTest {

    @Test
    void deliveriesAreAcknowledgedInTheirOrderInWhateverOrderTheyAreDone() {
        Random random = new Random(5);
        DeliveryWindow window = new DeliveryWindow(16);
        long acknowledged = 0;
        for (long first = 1; first < 10_000; first += 16) {
            List<Long> tags = new ArrayList<>();
            for (long tag = first; tag < first + 16; tag++) {
                window.delivered(tag);
                tags.add(tag);
            }
            assertTrue(window.full());
            Collections.shuffle(tags, random);
            List<Long> done = new ArrayList<>();
            for (long tag : tags) {
                window.done(tag, 1);
                window.done(tag, 1); // a second time means nothing
                done.add(tag);
                long upTo = window.take();
                if (upTo > 0) {
                    for (long each = acknowledged + 1; each <= upTo; each++) {
                        assertTrue(done.contains(each), each + " is acknowledged and was not done");
                    }
                    acknowledged = upTo;
                }
            }
            assertEquals(first + 15, acknowledged);
            assertFalse(window.full());
        }
    }

    @Test
    void anAcknowledgementIsDueForAQuarterOfTheWindow() {
        DeliveryWindow window = new DeliveryWindow(16);
        for (long tag = 1; tag <= 8; tag++) {
            window.delivered(tag);
            window.done(tag, 100);
            boolean isFourth = tag % 4 == 0;
            assertEquals(isFourth, window.isDue(), "after " + tag);
            assertTrue(window.waits(), "the timer would not let it wait for more");
            if (isFourth) {
                assertEquals(tag, window.take());
                assertFalse(window.waits());
            }
        }
    }

    @Test
    void anAcknowledgementIsDueForWhatTakesMuchOfTheBrokersMemory() {
        DeliveryWindow window = new DeliveryWindow(16);
        window.delivered(1);
        window.done(1, 100_000);
        assertTrue(window.isDue());
        window.take();
        window.delivered(2);
        window.done(2, 100);
        assertFalse(window.isDue(), "the bytes of before are acknowledged");
    }

    @Test
    void anAcknowledgementIsDueAtOnceWhenTheBrokerDeliversNothingMoreWithoutIt() {
        DeliveryWindow window = new DeliveryWindow(16);
        for (long tag = 1; tag <= 16; tag++) {
            window.delivered(tag);
        }
        window.done(2, 100);
        assertFalse(window.isDue(), "the first is not done");
        window.done(1, 100);
        assertTrue(window.isDue());
        assertEquals(2, window.take());
    }

    @Test
    void whoDoesNotReadIsNotSentMoreThanTheLimitAndWhatIsUnderWay() {
        QueueWindow window = new QueueWindow();
        long inQueue = 0;
        long most = 0;
        for (int step = 0; step < 100_000; step++) {
            if (window.open()) {
                window.sent(2_000);
                inQueue++;
                most = Math.max(most, inQueue);
            }
            if (window.wantsDepth()) {
                window.asking();
            }
            if (step % 600 == 599) { // the answer takes its time, and nobody reads
                window.depth(inQueue);
            }
        }
        assertTrue(window.held());
        assertTrue(most <= QueueWindow.HOLD_MESSAGES + 4 * QueueWindow.CHECK_MESSAGES, most + " in the queue");
        window.depth(0);
        assertTrue(window.open(), "who has read all gets more");
    }

    @Test
    @Timeout(60)
    void theGateSaysWhileItHoldsTheReadingThread() throws Exception {
        ByteGate gate = new ByteGate(10);
        gate.count("socket");
        gate.came("socket", 3);
        Thread reading = new Thread(() -> gate.came("socket", 8));
        reading.start();
        while (!gate.holds()) {
            Thread.onSpinWait();
        }
        gate.done("socket", 3);
        reading.join();
        assertFalse(gate.holds());
    }

    @Test
    void largeMessagesAreHeldByTheirBytes() {
        QueueWindow window = new QueueWindow();
        window.sent(3 << 20);
        assertTrue(window.wantsDepth());
        window.asking();
        window.depth(4);
        assertTrue(window.held(), "four of 3 MiB are more than the limit");
    }
}
