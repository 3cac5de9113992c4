/**
 * Order, durability and replay: one append thread, the live ring, the hand-over from stored to live events. Threads
 * live here.
 *
 * <p>The way in: {@link io.photon.log.DefaultEventLog}, then {@code AppendQueue}, {@code AppendLoop} and its
 * {@code BatchBuilder}. The way out: {@code LiveFeed}, {@code Handover}, {@code ReplaySource},
 * {@code ReplaySubscription}.
 *
 * <p>May import: {@code store}, {@code core}, {@code budget}, {@code event}, {@code codec}, {@code filter},
 * {@code result}, {@code task}, Jackson (to read what {@code delete-stream!} says). Imported by: {@code projection..},
 * {@code projection.builtin}, {@code backup}, {@code api}, wiring.
 *
 * <p>Never here: protocols, permissions, SQL, files.
 */
package io.photon.log;
