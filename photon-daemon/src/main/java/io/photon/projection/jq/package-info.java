// SPDX-License-Identifier: Apache-2.0
/**
 * Reductions in jq, on jackson-jq in a sandbox; and conditions: the whole of jq for {@code --where} and {@code --until}.
 * {@link io.photon.projection.jq.JqEngine}, {@link io.photon.projection.jq.JqConditions} and
 * {@link io.photon.projection.jq.JqWhereLanguage} stand outside; everything else here is loaded inside, with jackson-jq and a
 * Jackson of its own, at first use.
 *
 * <p>jackson-jq calls {@code JqOperators}, {@code JqLiteral} and {@code JqNegation} in place of its own, so that integers are
 * exact. Why: docs/adr/0032.
 *
 * <p>May import: {@code projection.spi}, {@code projection.sandbox}, {@code filter}, {@code event}, {@code result}, jackson-jq,
 * Jackson. Imported by: wiring only.
 *
 * <p>Never here: other languages, files, threads.
 */
@NullMarked
package io.photon.projection.jq;

import org.jspecify.annotations.NullMarked;
