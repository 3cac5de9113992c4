// SPDX-License-Identifier: Apache-2.0
/**
 * What Reactive Streams lacks: {@link io.photon.flow.RunSubscriber} takes many items with one signal.
 *
 * <p>May import: Reactive Streams. Imported by: api, {@code door.http}, {@code door.http.wire.answer}, {@code log.engine}, {@code projection.run}.
 *
 * <p>Never here: events, anything that is about Photon.
 */
@NullMarked
package io.photon.flow;

import org.jspecify.annotations.NullMarked;
