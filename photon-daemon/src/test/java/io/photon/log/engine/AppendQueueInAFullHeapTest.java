// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.result.Result;
import io.photon.testing.FullHeap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is taken in is answered, also when memory runs out for one that comes after it. */
class AppendQueueInAFullHeapTest {

    @TempDir
    Path folder;

    @Test
    void noRequestIsLostAndWhatIsCountedIsThere() throws Exception {
        FullHeap.run(InAFullHeap.class, folder);
    }

    static final class InAFullHeap {
        public static void main(String[] none) {
            AppendTask[] tasks = new AppendTask[1_000];
            for (int i = 0; i < tasks.length; i++) {
                tasks[i] = new AppendTask.Pause("n", "", Duration.ZERO, new CompletableFuture<Result<Long>>());
            }
            AppendQueue queue = new AppendQueue(100_000, 1 << 20, () -> 0);
            int failing = FullHeap.failingStep(i -> queue.offer(tasks[i]));
            FullHeap.expect(queue.events() == failing, queue.events() + " events of " + failing);
            queue.offer(tasks[failing + 1]);
            for (int i = 0; i <= failing + 1; i++) {
                if (i != failing) {
                    FullHeap.expect(queue.peek() == tasks[i], "request " + i);
                    queue.remove();
                }
            }
            FullHeap.expect(queue.peek() == null && queue.events() == 0 && queue.bytes() == 0, "nothing is left");
        }
    }
}
