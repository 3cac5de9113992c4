// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A process that appends as fast as it can and prints what was answered, until it is killed. */
final class CrashWriter {

    private CrashWriter() {}

    public static void main(String[] args) throws Exception {
        Random random = new Random(Long.parseLong(args[1]));
        try (H2EventStore store = H2EventStore.open(H2Options.of(Path.of(args[0])))) {
            long next = Math.max(MirrorEvents.FIRST, store.lastOrderId() + 1);
            System.out.println("ready " + store.lastOrderId());
            while (true) {
                List<Event> batch = MirrorEvents.events(next, 1 + random.nextInt(300), random);
                store.append(batch);
                next += batch.size();
                System.out.println(next - 1);
            }
        }
    }
}
