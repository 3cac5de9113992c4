// SPDX-License-Identifier: Apache-2.0
/**
 * The server side of Muon's protocols as state machines: {@link io.photon.muon.stack.server.ServerStack} takes sockets,
 * tells their virtual channels apart and speaks rpc, event, reactive-stream and introspection for a
 * {@link io.photon.muon.stack.server.MuonService} (docs/muon-protocol sections 5 to 9, 11 and 13).
 *
 * <p>May import: {@code codec}, {@code muon.transport}, {@code muon.wire}, {@code result}. Imported by: {@code door.muon}.
 *
 * <p>Never here: threads, clocks (the time is passed in), what an event or an endpoint means.
 */
@NullMarked
package io.photon.muon.stack.server;

import org.jspecify.annotations.NullMarked;
