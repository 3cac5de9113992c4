// SPDX-License-Identifier: Apache-2.0
/**
 * Reductions in Clojure, in a sandbox. A form is read without evaluation, and rewritten before it is compiled: names mean
 * locals, functions on a list, or nothing; macros are expanded here; methods are called on strings only.
 * {@link io.photon.projection.clojure.ClojureEngine} stands outside; everything else here is loaded inside, with Clojure, at
 * the first projection.
 *
 * <p>May import: {@code projection.spi}, {@code projection.sandbox}, {@code event}, {@code result}, Clojure, Jackson's streaming.
 * Imported by: wiring only.
 *
 * <p>Never here: other languages, files, threads.
 */
@NullMarked
package io.photon.projection.clojure;

import org.jspecify.annotations.NullMarked;
