// SPDX-License-Identifier: Apache-2.0
/**
 * The Muon protocols from the side that asks, as pure state machines: a question with one answer (rpc, event,
 * introspect) and a subscription with its demand (docs/muon-protocol sections 6 to 9). Messages in, messages and
 * signals out; nothing throws on what comes from outside.
 *
 * <p>May import: {@code muon.wire}, {@code codec}, {@code result}. Imported by: {@code client.muon..},
 * {@code cli.command..}.
 *
 * <p>Never here: sockets, threads, clocks, time limits, what an event means.
 */
@NullMarked
package io.photon.muon.stack.client;

import org.jspecify.annotations.NullMarked;
