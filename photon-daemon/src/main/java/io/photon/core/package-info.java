// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the house as pure functions: which number an event gets, what may be appended by whom, what the internal
 * streams mean. Give it values, get values back.
 *
 * <p>May import: {@code event}, {@code result}. Imported by: {@code store}, {@code store.h2}, {@code log..}, {@code projection..},
 * {@code projection.builtin}, {@code backup}, {@code follow}, {@code migration}, {@code api}.
 *
 * <p>Never here: files, sockets, threads, clocks, parsing.
 */
@NullMarked
package io.photon.core;

import org.jspecify.annotations.NullMarked;
