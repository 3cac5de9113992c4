// SPDX-License-Identifier: Apache-2.0
/**
 * The client API over Muon: {@link io.photon.client.muon.MuonPhotonClient} asks a Photon by the Muon protocols what
 * {@code client.http} asks by HTTP. The services of the network, their sockets and channels are in
 * {@code client.muon.network}.
 *
 * <p>May import: {@code question}, {@code text}, {@code client}, {@code client.pool}, {@code client.muon.network}, {@code muon.eventstore},
 * {@code muon.stack.client}, {@code muon.wire}, {@code backup.format}, {@code codec}, {@code event}, {@code filter},
 * {@code result}. Imported by: {@code cli.command..}, {@code daemon}, which load it only when a URL says amqp.
 *
 * <p>Never here: rules, rendering, picocli, transports, queues and exchanges.
 */
@NullMarked
package io.photon.client.muon;

import org.jspecify.annotations.NullMarked;
