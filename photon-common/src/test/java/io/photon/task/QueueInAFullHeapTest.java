// SPDX-License-Identifier: Apache-2.0
package io.photon.task;

import io.photon.testing.FullHeap;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits stands in queues of Java's linked nodes: see docs/adr/0025. */
class QueueInAFullHeapTest {

    @TempDir
    Path folder;

    @Test
    void withoutMemoryAnElementIsInItOrNotAndNoneIsLost() throws Exception {
        FullHeap.run(InAFullHeap.class, folder);
    }

    static final class InAFullHeap {
        public static void main(String[] none) {
            Queue<Integer> queue = new LinkedList<>();
            for (int i = 0; i < 16; i++) {
                queue.add(i);
            }
            int[] added = {16};
            Integer[] more = new Integer[1_000];
            for (int i = 0; i < more.length; i++) {
                more[i] = 16 + i;
            }
            boolean failed = FullHeap.fails(() -> {
                while (true) {
                    queue.add(more[added[0]]);
                    added[0]++;
                }
            });
            FullHeap.expect(failed, "memory runs out");
            FullHeap.expect(queue.size() == added[0], "size " + queue.size() + " of " + added[0]);
            queue.add(-1);
            for (int i = 0; i < added[0]; i++) {
                FullHeap.expect(queue.remove() == i, "element " + i);
            }
            FullHeap.expect(queue.remove() == -1 && queue.isEmpty(), "what came after it");
        }
    }
}
