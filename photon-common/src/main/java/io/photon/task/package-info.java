// SPDX-License-Identifier: Apache-2.0
/**
 * Tasks and threads that survive errors: when memory runs out for a moment, no thread, timer or schedule may end for
 * good.
 *
 * <p>May import: slf4j. Imported by: {@code api}, {@code budget}, {@code follow}, {@code log..}, {@code store.file}, {@code store.h2}, {@code store.redis}, {@code store.slots},
 * {@code projection..}, {@code security}, {@code sql}, {@code muon.transport.amqp}, {@code door.muon}, {@code door.feed}, {@code door.http.wire.connection}, {@code door.http.endpoint}, {@code cli.command.migrate},
 * wiring.
 *
 * <p>Never here: what the tasks do.
 */
@NullMarked
package io.photon.task;

import org.jspecify.annotations.NullMarked;
