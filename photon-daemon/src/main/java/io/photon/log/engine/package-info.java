// SPDX-License-Identifier: Apache-2.0
/**
 * Order, durability and replay: one append thread, the live ring, the hand-over from stored to live events. Threads
 * live here.
 *
 * <p>The write path: {@link io.photon.log.engine.DefaultEventLog} puts an {@code AppendTask} into the {@code AppendQueue};
 * {@code AppendThread}, or an I/O thread that has just queued it, takes a turn of the {@code AppendLoop}; that takes what waits,
 * {@code BatchBuilder} gives positions, the store forces them to disk, then {@code LiveEdge} shows them to readers and the tasks are
 * answered. The read path: {@code ReplaySource} pages through the store,
 * {@code Handover} goes over to {@code LiveFeed}, {@code ReplaySubscription} obeys the demand.
 *
 * <p>Threads: a turn of the {@code AppendLoop} is taken under the lock of {@code AppendThread}, and so is all that is said to be for
 * the append thread; answers are completed in it. What others may touch at the same time ({@code AppendQueue}, {@code LiveFeed},
 * {@code HeadWaiters}, the counters) has a lock of its own, held shortly, under which no other is taken. A replay is run by one thread
 * at a time ({@code ReplayTurns}).
 *
 * <p>{@code WriterRole} holds the lease and says whether this log appends. While another process does, {@code Tail} reads
 * what that one stores and hands it to {@code LiveEdge} in place of {@code AppendLoop}; deletions are events in both cases.
 *
 * <p>May import: {@code pace}, {@code flow}, {@code log}, {@code store}, {@code store.lease}, {@code core}, {@code budget}, {@code event}, {@code codec}, {@code filter},
 * {@code result}, {@code task}. Imported by: {@code bench.store}, wiring.
 *
 * <p>Never here: protocols, permissions, SQL, files.
 */
@NullMarked
package io.photon.log.engine;

import org.jspecify.annotations.NullMarked;
