// SPDX-License-Identifier: Apache-2.0
/**
 * EDN, read and written without Clojure: projection files, one map each, whose forms keep the text they were written as
 * ({@link io.photon.edn.EdnProjections}); data as JSON ({@link io.photon.edn.EdnJson}) and JSON as data
 * ({@link io.photon.edn.JsonToEdn}).
 *
 * <p>May import: {@code codec}, {@code event}, {@code result}. Imported by: {@code door.http..}, wiring.
 *
 * <p>Never here: evaluation, compilation, threads, Clojure's classes.
 */
@NullMarked
package io.photon.edn;

import org.jspecify.annotations.NullMarked;
