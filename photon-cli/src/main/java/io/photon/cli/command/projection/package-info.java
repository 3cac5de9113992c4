// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on projections: {@code projection …} and {@code wait}.
 *
 * <p>May import: {@code question}, {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.output},
 * {@code cli.output.view}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
@NullMarked
package io.photon.cli.command.projection;

import org.jspecify.annotations.NullMarked;
