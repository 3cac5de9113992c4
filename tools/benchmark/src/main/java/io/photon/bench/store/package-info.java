// SPDX-License-Identifier: Apache-2.0
/**
 * A backend measured in this process, next to its bare driver: {@link io.photon.bench.store.StoreBench}. Over HTTP the door
 * and the load would be most of what is measured.
 *
 * <p>May import: {@code event}, {@code budget}, {@code log}, {@code log.engine}, {@code pace}, {@code result},
 * {@code settings}, {@code store}, {@code store.backend}, {@code store.redis},
 * {@code store.cassandra}, {@code store.mongo}, {@code store.riak}, and the backends' drivers. Imported by:
 * {@code bench}.
 *
 * <p>Never here: a server of its own.
 */
@NullMarked
package io.photon.bench.store;

import org.jspecify.annotations.NullMarked;
