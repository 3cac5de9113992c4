// SPDX-License-Identifier: Apache-2.0
/**
 * Reactive Streams over code that blocks, in both directions: {@link io.photon.client.flow.BlockingPublisher} publishes what
 * a {@link io.photon.client.flow.BlockingSource} reads on a thread of its own, and reads on only as far as is asked for;
 * {@link io.photon.client.flow.Pulled} makes an iterator of a publisher.
 *
 * <p>May import: Reactive Streams. Imported by: {@code client.pool}.
 *
 * <p>Never here: sockets, events, anything that is about Photon.
 */
@NullMarked
package io.photon.client.flow;

import org.jspecify.annotations.NullMarked;
