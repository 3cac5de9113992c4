// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on events and streams: {@code emit}, {@code replay}, {@code event}, {@code streams}.
 *
 * <p>May import: {@code cloudevents}, {@code client}, {@code codec}, {@code event}, {@code filter}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.names},
 * {@code cli.output}, {@code cli.output.lines}, {@code cli.output.view}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
@NullMarked
package io.photon.cli.command.event;

import org.jspecify.annotations.NullMarked;
