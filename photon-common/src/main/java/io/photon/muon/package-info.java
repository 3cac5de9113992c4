// SPDX-License-Identifier: Apache-2.0
/**
 * A map of Muon; read this first. What is on the wire says docs/muon-protocol, how to use it docs/muon.
 *
 * <pre>
 *   asks                                                        answers
 *   client.muon           a Photon: emit, replay, projections   door.muon (daemon): endpoints on the api, the announcement
 *     │                                                           │
 *   client.muon.network   any service: search, call, play         │
 *     │                                                           │
 *   muon.stack.client     protocols as state machines           muon.stack.server
 *     │     rpc, event, reactive-stream, introspection            │
 *     └──────────────┬────────────────────────────────────────────┘
 *   muon.transport         seams: Transport, Channel (a socket), Discovery (who is there)
 *     ├ muon.transport.amqp      over RabbitMQ: queues, handshakes, acknowledgements, pings, announcements
 *     └ muon.transport.memory    inside one process, with faults by a seed; in the test tree
 *   muon.wire              messages as bytes: envelope, codec, compression
 *   muon.eventstore        how questions of the table go over Muon, for both sides
 * </pre>
 *
 * <p>The way of an emit: {@code client.muon.MuonPhotonClient} → {@code network.ServiceSocket} puts the message of
 * {@code stack.client.EmitQuestion} on a virtual channel → {@code wire} makes bytes → {@code transport.amqp.AmqpSocket}
 * publishes them to the service's queue. In the daemon {@code transport.amqp.SocketReader} takes them from that queue →
 * {@code stack.server.ServerStack} finds the channel's {@code EmitExchange} → {@code door.muon} asks the api; the answer goes
 * the same way back. How a socket comes to be (handshake, docs/muon-protocol section 3) is in the plate of
 * {@code transport.amqp}.
 *
 * <p>Threads are in {@code transport.amqp}, {@code client.muon.network} (the caller's own) and {@code door.muon}; stacks and
 * wire are pure. RabbitMQ's library is known by {@code transport.amqp} alone, and loaded with its first class.
 *
 * <p>May import: nothing; there are no classes here. Imported by: no room.
 *
 * <p>Never here: code.
 */
@NullMarked
package io.photon.muon;

import org.jspecify.annotations.NullMarked;
