// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

/**
 * Who speaks over a socket, and by which queues. Immutable.
 *
 * @param name unique in this process
 * @param protocol as named in the handshake
 * @param read the queue that we consume
 * @param write the queue that the other side consumes
 * @param server whether the other side opened it
 * @param origin our service name, for last words
 */
record SocketAddresses(String name, String protocol, String read, String write, boolean server, String origin) {

    /** Whether the other side asks for the same socket again. */
    boolean sameQueues(SocketAddresses other) {
        return read.equals(other.read) && write.equals(other.write) && protocol.equals(other.protocol);
    }
}
