// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

/** Takes new sockets of a service. */
@FunctionalInterface
public interface ChannelAcceptor {

    /** A client opened a socket: returns who listens to it. Must not block; the channel can be written to at once. */
    ChannelListener accept(Channel channel);
}
