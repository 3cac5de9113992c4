// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on a Photon among others: {@code cluster …} and {@code promote}.
 *
 * <p>May import: {@code question}, {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.output},
 * picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
@NullMarked
package io.photon.cli.command.cluster;

import org.jspecify.annotations.NullMarked;
