// SPDX-License-Identifier: Apache-2.0
/**
 * Muon messages as bytes: the envelope, its codec, compression (docs/muon-protocol section 2). Pure: values in, values
 * out; nothing throws on bytes from outside.
 *
 * <p>May import: {@code text}, {@code codec}, {@code result}, {@code java.util.zip}. Imported by: {@code muon.transport},
 * {@code muon.transport.amqp}, {@code muon.stack.client}, {@code muon.stack.server},
 * {@code client.muon..}, {@code door.muon}, {@code cli.output..}, {@code bench}.
 *
 * <p>Never here: sockets, threads, clocks.
 */
@NullMarked
package io.photon.muon.wire;

import org.jspecify.annotations.NullMarked;
