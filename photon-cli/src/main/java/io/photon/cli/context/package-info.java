// SPDX-License-Identifier: Apache-2.0
/**
 * Contexts: named daemons, each a file below the user's configuration folder that says where a daemon is and where the
 * secret for it is kept. {@link io.photon.cli.context.Contexts} is the folder,
 * {@link io.photon.cli.context.ChosenDaemon} decides which daemon a command asks.
 *
 * <p>May import: {@code client}, {@code os}, {@code result}, {@code settings}. Imported by:
 * {@code cli.command..}, {@code cli.doctor}, {@code cli.names}.
 *
 * <p>Never here: options, output, connections.
 */
@NullMarked
package io.photon.cli.context;

import org.jspecify.annotations.NullMarked;
