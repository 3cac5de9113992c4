// SPDX-License-Identifier: Apache-2.0
/**
 * Muon over RabbitMQ (AMQP 0-9-1): queues, handshakes, acknowledgements, pings, announcements (docs/muon-protocol
 * sections 1 to 5). {@link io.photon.muon.transport.amqp.AmqpTransport} is the way in.
 *
 * <pre>
 * AmqpTransport                 connects again and again; its state is what the door and the client see
 *   ├ AmqpDiscovery             announcements (section 4)
 *   └ Session                   everything of one connection: threads, sockets, limits
 *       ├ HandshakeTable        sockets that we open to others
 *       ├ Admissions ─ InboundDispatcher ─ ServiceQueue      sockets that others open to us
 *       ├ AmqpSocket            one socket: Outbox and QueueWindow (what goes), SocketReader (what comes)
 *       ├ Publisher             the thread that writes, a turn for each socket
 *       ├ Acknowledger          the thread that acknowledges
 *       ├ GatheredWrites        commands of a thread that are sent together
 *       └ ByteGate              bounds what has come and is not done
 * BrokerConnections, Dialer, BrokerAddress, BrokerTrouble     connections, addresses, and what a broker's errors mean
 * </pre>
 *
 * <p>Two connections per transport: one to consume, one to publish, so that a broker that slows down a publisher does
 * not hold up acknowledgements; a third one for handshakes when a service is served. One thread writes, one acknowledges, one
 * shakes hands, one keeps time. A caller from outside never waits for the network.
 *
 * <p>May import: {@code muon.transport}, {@code muon.wire}, {@code codec}, {@code result}, {@code task}, RabbitMQ's client, Jackson.
 * Imported by: wiring and {@code client.muon.network}, which choose a transport by its URL, and only then: the client library
 * is loaded with the first class of this package.
 *
 * <p>Never here: what a message means.
 */
@NullMarked
package io.photon.muon.transport.amqp;

import org.jspecify.annotations.NullMarked;
