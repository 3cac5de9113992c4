// SPDX-License-Identifier: Apache-2.0
/**
 * The wiring: what {@code photon serve} puts together and in which order it starts and stops.
 *
 * <p>May import: every room. Imported by: {@code cli}, there by {@code ServeCommand} alone, {@code cli.command.migrate}.
 *
 * <p>Never here: rules.
 */
@NullMarked
package io.photon.daemon;

import org.jspecify.annotations.NullMarked;
