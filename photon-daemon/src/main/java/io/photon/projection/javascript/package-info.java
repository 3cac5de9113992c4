// SPDX-License-Identifier: Apache-2.0
/**
 * Reductions in JavaScript, on Rhino in a sandbox. {@link io.photon.projection.javascript.JavaScriptEngine} stands
 * outside; everything else here is loaded inside, with Rhino, at the first projection.
 *
 * <p>Rhino calls {@code ComparisonGuards} and {@code Iterations} in place of its own. Why: docs/adr/0032.
 *
 * <p>May import: {@code projection.spi}, {@code projection.sandbox}, {@code event}, {@code result}, Rhino, Jackson's streaming.
 * Imported by: wiring only.
 *
 * <p>Never here: other languages, files, threads.
 */
@NullMarked
package io.photon.projection.javascript;

import org.jspecify.annotations.NullMarked;
