// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import io.photon.muon.transport.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A network of Muon services in one process, in place of a broker. Thread-safe; listeners are called by the timer, one
 * at a time and without a lock held.
 */
public final class MemoryNetwork {

    /** How often an announced service is heard (docs/muon-protocol 4.1). */
    static final long ANNOUNCE_MS = 3_000;

    /** How long a handshake is waited for (docs/muon-protocol 3.5). */
    static final long HANDSHAKE_MS = 3_000;

    /** Messages that may be unacknowledged on one socket. */
    static final int WINDOW = 64;

    /** With so many messages under way on a socket its sender is asked to wait. */
    static final int HIGH_WATER = 256;

    /** With so few it may go on. */
    static final int LOW_WATER = 64;

    private final TaskTimer timer;
    private final Faults faults;
    private final Set<MemoryTransport> members = new LinkedHashSet<>();
    private int turn;

    public MemoryNetwork(TaskTimer timer, Faults faults) {
        this.timer = timer;
        this.faults = faults;
    }

    /** A new member of the network; close it in the end. @param name for messages */
    public synchronized MemoryTransport join(String name) {
        MemoryTransport member = new MemoryTransport(this, name);
        members.add(member);
        for (MemoryTransport other : members) {
            other.descriptor().ifPresent(known -> member.received(known, timer.nowMs()));
        }
        return member;
    }

    TaskTimer timer() {
        return timer;
    }

    Faults faults() {
        return faults;
    }

    synchronized void left(MemoryTransport member) {
        members.remove(member);
    }

    /** Everybody who is connected hears an announcement, if it is not lost on the way. */
    synchronized void announce(ServiceDescriptor descriptor) {
        for (MemoryTransport member : members) {
            if (member.connectivity().connected() && !faults.losesAnnouncement()) {
                member.received(descriptor, timer.nowMs());
            }
        }
    }

    /**
     * Who takes the next handshake of a service: those of one name in turn (docs/muon-protocol 1.9); null when nobody
     * does.
     */
    synchronized MemoryTransport server(String service) {
        List<MemoryTransport> servers = new ArrayList<>();
        for (MemoryTransport member : members) {
            if (member.serves(service)) {
                servers.add(member);
            }
        }
        return servers.isEmpty() ? null : servers.get(Math.floorMod(turn++, servers.size()));
    }

    /** Sockets that are open, over all members; 0 at the end of a test that leaks none. */
    public synchronized int openSockets() {
        int open = 0;
        for (MemoryTransport member : members) {
            open += member.openSockets();
        }
        return open;
    }
}
