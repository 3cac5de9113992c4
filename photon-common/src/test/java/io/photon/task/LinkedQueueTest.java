// SPDX-License-Identifier: Apache-2.0
package io.photon.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.photon.testing.FullHeap;
import io.photon.testing.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedQueueTest {

    @TempDir
    Path folder;

    @Test
    void itGivesWhatWasAddedInOrderWhateverIsRemoved() {
        long seed = Seed.any();
        Random random = new Random(seed);
        LinkedQueue<Integer> queue = new LinkedQueue<>();
        List<Integer> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    queue.add(i);
                    model.add(i);
                }
                case 3 -> assertEquals(model.isEmpty() ? null : model.remove(0), queue.poll(), () -> "seed " + seed);
                case 4 -> assertEquals(model.isEmpty() ? null : model.get(0), queue.peek());
                case 5 -> {
                    Integer one = model.isEmpty() ? i : model.get(random.nextInt(model.size()));
                    assertEquals(model.remove(one), queue.remove(one));
                }
                case 6 -> {
                    int part = 1 + random.nextInt(9);
                    model.removeIf(n -> n % part == 1);
                    queue.removeIf(n -> n % part == 1);
                }
                default -> {
                    if (random.nextInt(100) == 0) {
                        queue.clear();
                        model.clear();
                    }
                }
            }
            assertEquals(model.size(), queue.size());
            if (i % 50 == 0) {
                assertEquals(model, new ArrayList<>(queue), () -> "seed " + seed);
            }
        }
    }

    @Test
    void itSaysWhenThereIsNothing() {
        LinkedQueue<String> queue = new LinkedQueue<>();
        assertNull(queue.peek());
        assertNull(queue.poll());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, () -> queue.iterator().next());
        queue.add("one");
        Iterator<String> all = queue.iterator();
        assertThrows(IllegalStateException.class, all::remove);
        all.next();
        all.remove();
        assertThrows(IllegalStateException.class, all::remove);
        assertEquals(0, queue.size());
    }

    @Test
    void withoutMemoryAnElementIsInItOrNotAndNoneIsLost() throws Exception {
        FullHeap.run(InAFullHeap.class, folder);
    }

    static final class InAFullHeap {
        public static void main(String[] none) {
            LinkedQueue<Integer> queue = new LinkedQueue<>();
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
