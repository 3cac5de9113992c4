// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found to sleep. */
class PausesTest {

    /** Each way to sleep, and a wait for something; read, never run, and left out of what the rule looks at. */
    static final class Examples {

        private Examples() {}

        static void sleeping() throws InterruptedException {
            Thread.sleep(1);
            Thread.sleep(1, 1);
            TimeUnit.SECONDS.sleep(1);
            LockSupport.parkNanos(1);
            LockSupport.parkUntil(1);
        }

        static boolean waiting(CountDownLatch something) throws InterruptedException {
            return something.await(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void eachCallThatSleepsIsFoundAndAWaitForALatchIsNot() {
        JavaClasses examples = new ClassFileImporter().importClasses(Examples.class);
        Set<String> found = Pauses.breaches(examples, Set.of());
        assertEquals(5, found.size(), found::toString);
        assertEquals(Set.of(), Pauses.breaches(examples, Pauses.ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CountDownLatch(1).await(20, MILLISECONDS)",
                "CountDownLatch(COUNT)\n    .await()",
                "Semaphore(0).tryAcquire(1, SECONDS)",
                "CompletableFuture<Void>().get(1, SECONDS)",
                "CompletableFuture<>()\n.join()",
                "SynchronousQueue<String>().poll(1, SECONDS)"
            })
    void aWaitForWhatWasJustMadeIsFound(String source) {
        assertTrue(Pauses.waitsForNothing("x = new " + source + ";"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latch = new CountDownLatch(1); latch.await(1, SECONDS)",
                "new CountDownLatch(1)); queue.poll(1, SECONDS)",
                "new LinkedBlockingQueue<>(list)"
            })
    void aWaitForWhatAnotherThreadMayEndIsNot(String source) {
        assertFalse(Pauses.waitsForNothing(source));
    }
}
