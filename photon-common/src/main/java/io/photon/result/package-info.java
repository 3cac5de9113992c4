// SPDX-License-Identifier: Apache-2.0
/**
 * Outcomes as values: a {@link io.photon.result.Result} is either a value or a {@link io.photon.result.Failure}
 * that tells the user what was asked, what was found and what to do next.
 *
 * <p>May import: nothing but {@code java.lang} and {@code java.util}. Imported by: every room.
 *
 * <p>Never here: files, sockets, threads, clocks, JSON.
 */
@NullMarked
package io.photon.result;

import org.jspecify.annotations.NullMarked;
