/**
 * The client API: what a command asks of a daemon ({@link io.photon.client.PhotonClient}), where the daemon is ({@link
 * io.photon.client.Endpoint}), who asks ({@link io.photon.client.Identity}, {@link io.photon.client.DaemonToken}) and
 * how long to wait. {@code client.http} does it over plain sockets.
 *
 * <p>May import: {@code event, result, codec}. Imported by: {@code cli}.
 *
 * <p>Never here: rules, rendering, picocli.
 */
package io.photon.client;
