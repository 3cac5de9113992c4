// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on projections: {@code projection …} and {@code wait}.
 *
 * <p>May import: {@code question}, {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.output},
 * {@code cli.output.view}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
package io.photon.cli.command.projection;
