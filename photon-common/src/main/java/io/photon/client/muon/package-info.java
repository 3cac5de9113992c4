/**
 * The client API over Muon: {@link io.photon.client.muon.MuonPhotonClient} asks a Photon by the Muon protocols what
 * {@code client.http} asks by HTTP; {@link io.photon.client.muon.MuonNetwork} asks any Muon service. One socket per
 * service carries any number of virtual channels (PROTOCOL section 5).
 *
 * <p>May import: {@code client, muon.eventstore, muon.stack.client, muon.wire, muon.transport, backup.format, codec, event, filter,
 * result}. Imported by: {@code cli}, which loads it only when a URL says amqp.
 *
 * <p>Never here: rules, rendering, picocli, queues and exchanges.
 */
package io.photon.client.muon;
