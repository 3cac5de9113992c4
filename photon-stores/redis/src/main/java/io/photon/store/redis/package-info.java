// SPDX-License-Identifier: Apache-2.0
/**
 * Events in Redis: {@code db.backend=redis}. A batch is one script on the server, which is atomic there and compares the
 * writer's epoch. What lies where is in docs/adr/0060.
 *
 * <p>The way of a batch: {@link io.photon.store.redis.RedisEventStore} → {@code RedisAppends} → {@code RedisLink} →
 * {@code append.lua}. The way of a page: {@code RedisReader} → {@code LogPages} or {@code StreamPages} → {@code Pipe}.
 *
 * <p>May import: {@code event}, {@code pace}, {@code settings}, {@code store}, {@code store.backend},
 * {@code store.generic}, {@code store.lease}, {@code task}, {@code text}. Imported by: {@code bench.store}; the daemon finds it as a
 * service.
 *
 * <p>Never here: a class of the driver in what is loaded before the store is opened.
 */
@NullMarked
package io.photon.store.redis;

import org.jspecify.annotations.NullMarked;
