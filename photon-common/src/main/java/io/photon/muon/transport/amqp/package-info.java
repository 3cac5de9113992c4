/**
 * Muon over RabbitMQ (AMQP 0-9-1): queues, handshakes, acknowledgements, pings, announcements (docs/muon-protocol
 * sections 1 to 5). {@link io.photon.muon.transport.amqp.AmqpTransport} is the way in.
 *
 * <p>Two connections per transport: one to consume, one to publish, so that a broker that slows down a publisher does
 * not hold up acknowledgements. One thread writes, one acknowledges, one shakes hands, one keeps time; nobody who calls
 * in from outside ever waits for the network.
 *
 * <p>May import: {@code muon.transport}, {@code muon.wire}, {@code codec}, {@code result}, {@code task}, RabbitMQ's client, Jackson.
 * Imported by: wiring and {@code client.muon.network}, which choose a transport by its URL, and only then: the client library
 * is loaded with the first class of this package.
 *
 * <p>Never here: what a message means.
 */
package io.photon.muon.transport.amqp;
