// SPDX-License-Identifier: Apache-2.0
/**
 * The event itself: what one is ({@link io.photon.event.Event}), what an emitter asks for
 * ({@link io.photon.event.EventDraft}), the canonical line an event is stored and replayed as
 * ({@link io.photon.event.EventLine}), and the meaning of order-ids and stream names.
 *
 * <p>May import: {@code text}. Imported by: every room.
 *
 * <p>Never here: files, sockets, threads, clocks, JSON parsing (that is {@code codec}).
 */
@NullMarked
package io.photon.event;

import org.jspecify.annotations.NullMarked;
