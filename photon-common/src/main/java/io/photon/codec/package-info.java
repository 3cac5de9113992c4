// SPDX-License-Identifier: Apache-2.0
/**
 * JSON in, canonical events out: reads what an emitter sent ({@link io.photon.codec.EventParser}), keeping the
 * payload's bytes as they came, compares events by meaning ({@link io.photon.codec.JsonEquality}), finds fields without
 * building anything ({@link io.photon.codec.JsonFields}), and knows how a failure is written at every door
 * ({@link io.photon.codec.FailureJson}).
 *
 * <p>May import: {@code text}, {@code event}, {@code result}, Jackson. Imported by: every room that reads or writes JSON.
 *
 * <p>Never here: files, sockets, threads, clocks; nothing that decides what may be stored beyond the shape of an event.
 */
@NullMarked
package io.photon.codec;

import org.jspecify.annotations.NullMarked;
