// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Over the memory store. */
class RestoreTest extends RestoreContract {

    /** Its first append takes until it may fail; whatever else is for the writer waits for that. */
    private static final class Held extends DelegatingStore {
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Held() {
            super(new MemoryEventStore());
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            if (goOn.getCount() > 0) {
                began.countDown();
                try {
                    assertTrue(goOn.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw new StoreException(StoreException.Kind.FAILED, "held up for nothing");
            }
            super.append(batch, fence);
        }
    }

    @Override
    House house(String name) {
        return new House(scratch);
    }

    @Test
    void aRestoreThatMayBeDoneOrNotSaysSoAndIsSafeToRunAgain() throws Exception {
        from.emit("a", "1");
        from.emit("b", "2");
        String backup = from.backup();
        Held store = new Held();
        try (House held = new House(scratch, store)) {
            byte[] line = "{\"stream-name\":\"c\",\"event-type\":\"t\",\"payload\":3}".getBytes(StandardCharsets.UTF_8);
            CompletableFuture<List<Result<Appended>>> first =
                    held.log.append(AppendRequest.of(ok(EventParser.parseDraft(line, 0, line.length))));
            assertTrue(store.began.await(60, TimeUnit.SECONDS));
            Thread.currentThread().interrupt(); // the wait for the log is broken off
            Failure failure = held.refused(backup);
            assertTrue(Thread.interrupted());
            assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
            assertTrue(failure.hint().contains("again"), failure.hint());
            store.goOn.countDown();
            failure(first.get(60, TimeUnit.SECONDS).get(0));
            held.restore(backup);
            assertEquals(from.contents(), held.contents());
        }
    }
}
