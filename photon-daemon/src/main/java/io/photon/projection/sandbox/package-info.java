// SPDX-License-Identifier: Apache-2.0
/**
 * Where code of users runs: language engines whose classes are changed while they load so that whatever loops, recurses or
 * computes with huge numbers can be stopped, a meter for time and memory of each call, and the reducer that turns every
 * way a call can go wrong into a {@link io.photon.projection.spi.ReductionException}. Why: docs/adr/0015.
 *
 * <p>May import: {@code projection.spi} (its SPI), {@code event}, {@code codec}, {@code result}, ASM. Imported by: the languages.
 *
 * <p>Never here: a language, the log, stores, doors.
 */
@NullMarked
package io.photon.projection.sandbox;

import org.jspecify.annotations.NullMarked;
