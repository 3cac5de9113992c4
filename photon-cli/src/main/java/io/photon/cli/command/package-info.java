// SPDX-License-Identifier: Apache-2.0
/**
 * What all commands share: who is asked and as whom ({@link io.photon.cli.command.ConnectionOptions}), how answers are
 * shown ({@link io.photon.cli.command.OutputOptions}), and the course of every command that asks a daemon
 * ({@link io.photon.cli.command.NetworkCommand}). The commands themselves are in the rooms below, by what they work on.
 *
 * <p>May import: {@code client}, {@code client.http}, {@code client.muon..}, {@code settings}, {@code result},
 * {@code cli.context}, {@code cli.input}, {@code cli.names}, {@code cli.output}, {@code cli.output.lines}, {@code cli.output.view}, picocli. Imported by:
 * {@code cli}, {@code cli.command..}.
 *
 * <p>Never here: the daemon (only {@code serve} and {@code migrate} know it), rendering, protocols, a command.
 */
@NullMarked
package io.photon.cli.command;

import org.jspecify.annotations.NullMarked;
