// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The numbers of {@link ServerStats}. Thread-safe. */
final class Counters {
    final AtomicInteger channels = new AtomicInteger();
    final LongAdder subscriptions = new LongAdder();
    final LongAdder emits = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder items = new LongAdder();
    final LongAdder unreadable = new LongAdder();
}
