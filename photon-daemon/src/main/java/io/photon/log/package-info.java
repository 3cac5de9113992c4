// SPDX-License-Identifier: Apache-2.0
/**
 * The log as others see it: {@link io.photon.log.EventLog} appends and replays, with its requests, answers, limits and
 * failures. How it is done is in {@code log.engine}.
 *
 * <p>May import: {@code store}, {@code core}, {@code budget}, {@code event}, {@code filter}, {@code result}. Imported by: {@code log.engine}, {@code projection..}, {@code security}, {@code backup}, {@code follow}, {@code api},
 * {@code migration}, {@code cli.command.migrate}, {@code bench.store}, wiring.
 *
 * <p>Never here: threads, protocols, permissions, SQL, files.
 */
@NullMarked
package io.photon.log;

import org.jspecify.annotations.NullMarked;
