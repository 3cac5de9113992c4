// SPDX-License-Identifier: Apache-2.0
/**
 * What caused what: the causes of an event and its effects, found by reading the log within bounds.
 *
 * <p>May import: {@code text}, {@code store}, {@code event}, {@code codec}. Imported by: api.
 *
 * <p>Never here: an index (one pass over the log finds all effects), permissions, JSON on its way out.
 */
@NullMarked
package io.photon.projection.trace;

import org.jspecify.annotations.NullMarked;
