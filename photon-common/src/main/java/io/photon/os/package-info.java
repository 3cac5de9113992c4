// SPDX-License-Identifier: Apache-2.0
/**
 * What the operating system says, understood in every language it may say it in, how many files it allows, and files that only
 * their owner may look into.
 *
 * <p>May import: nothing of ours. Imported by: {@code cli.names}, {@code cli.shell}, {@code cli.context}, {@code cli.doctor}, {@code cli.output..}, {@code api}, {@code backup}, {@code follow}, {@code migration}, {@code security.token}, {@code cli.command.token}, {@code door.http},
 * {@code projection..}, {@code security}, {@code sql}, {@code store.file}, {@code store.file.disk}, {@code store.h2}, {@code store.snapshot}, wiring.
 *
 * <p>Never here: events, settings, threads.
 */
@NullMarked
package io.photon.os;

import org.jspecify.annotations.NullMarked;
