// SPDX-License-Identifier: Apache-2.0
/**
 * The facets that a store inherits which can only append, read and hide, as a remote one: views bounded by the head
 * ({@link io.photon.store.generic.HeadBoundViews}), restores that a durable marker decides
 * ({@link io.photon.store.generic.MarkerStaging}), checks by reading. {@link io.photon.store.generic.PlainEventStore} puts
 * them together.
 *
 * <p>May import: {@code store}, {@code event}. Imported by: backends that have no better way.
 *
 * <p>Never here: a driver, a thread, files.
 */
@NullMarked
package io.photon.store.generic;

import org.jspecify.annotations.NullMarked;
