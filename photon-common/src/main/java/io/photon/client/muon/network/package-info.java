// SPDX-License-Identifier: Apache-2.0
/**
 * Any services of a Muon network, from the asking side: {@link io.photon.client.muon.network.MuonNetwork} finds services,
 * calls endpoints and plays streams. It knows nothing of events; {@code client.muon} builds on it.
 *
 * <pre>
 * MuonNetwork ─▶ Connector ─▶ a Transport          one connection, made when it is first needed
 *      │  ServiceSearch ─▶ its Discovery           which services are there
 *      └─▶ ServiceSocket, one per service ─▶ ChannelHandler, one per virtual channel (docs/muon-protocol section 5)
 *                                            ├ ServiceCall          one question, one answer
 *                                            └ SubscriptionQueue    items that wait to be taken
 * AnswerDeadline: how long the whole request, and each answer in it, may take
 * </pre>
 *
 * <p>May import: {@code client}, {@code muon.stack.client}, {@code muon.transport}, {@code muon.transport.amqp},
 * {@code muon.wire}, {@code codec}, {@code result}. Imported by: {@code client.muon}, {@code cli.command..}, {@code daemon}, which load it
 * only when a URL says amqp.
 *
 * <p>Never here: events, projections, what an endpoint means, rendering, picocli, queues and exchanges.
 */
@NullMarked
package io.photon.client.muon.network;

import org.jspecify.annotations.NullMarked;
