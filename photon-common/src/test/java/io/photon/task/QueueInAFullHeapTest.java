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
            Integer[] numbers = new Integer[1_000];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i;
            }
            int added = FullHeap.failingStep(i -> queue.add(numbers[i]));
            FullHeap.expect(queue.size() == added, "size " + queue.size() + " of " + added);
            queue.add(-1);
            for (int i = 0; i < added; i++) {
                FullHeap.expect(queue.remove() == i, "element " + i);
            }
            FullHeap.expect(queue.remove() == -1 && queue.isEmpty(), "what came after it");
        }
    }
}
