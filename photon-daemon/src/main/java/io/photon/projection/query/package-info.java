// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of a projection besides its value now: a value of the past, the first event after which something holds,
 * differences, a field, a wait until it has come somewhere.
 *
 * <p>May import: {@code projection}, {@code projection.spi}, {@code projection.schedule}, {@code projection.run}, {@code log}, {@code store},
 * {@code event}, {@code codec}, {@code result}, {@code task}, Jackson (to compare values). Imported by: {@code projection.engine}.
 *
 * <p>Never here: changes of what is asked.
 */
@NullMarked
package io.photon.projection.query;

import org.jspecify.annotations.NullMarked;
