// SPDX-License-Identifier: Apache-2.0
/**
 * The one table of all settings (names, types, units, defaults, ranges) and how they are read from command line,
 * environment and properties files, each value with its origin.
 *
 * <p>May import: {@code result}. Imported by: {@code cli.names}, {@code cli.shell}, {@code cli}, {@code cli.command..}, {@code cli.context}, {@code cli.doctor}, {@code cli.top}, {@code cli.zstd},
 * {@code door.http..}, {@code api}, {@code sql.worker}, {@code store.backend} and the backends, {@code bench.store}, wiring.
 *
 * <p>Never here: sockets, threads, anything that acts on a setting.
 */
@NullMarked
package io.photon.settings;

import org.jspecify.annotations.NullMarked;
