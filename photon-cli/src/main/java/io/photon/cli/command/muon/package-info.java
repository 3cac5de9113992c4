// SPDX-License-Identifier: Apache-2.0
/**
 * Tools for any service of a Muon network: {@code discover}, {@code introspect}, {@code rpc}, {@code stream}.
 *
 * <p>May import: {@code client.muon..}, {@code muon.stack.client}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.output}, {@code cli.output.view},
 * picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
@NullMarked
package io.photon.cli.command.muon;

import org.jspecify.annotations.NullMarked;
