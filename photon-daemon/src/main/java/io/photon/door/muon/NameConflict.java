// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.muon.transport.ServiceDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * Whether someone else goes by our name. Two stores under one name would get handshakes in turn (docs/muon-protocol
 * 1.9): events would be scattered over both. Of two Photons the one that began to serve first stays. Pure functions.
 */
final class NameConflict {

    /** Parts an instance's id: {@code photon-START-RANDOM}, the start in ms since 1970. */
    private static final String PREFIX = "photon-";

    private NameConflict() {}

    /** The id of an instance that begins now. @param random tells apart what begins in the same ms */
    static String instanceId(long startMs, String random) {
        return PREFIX + startMs + "-" + random;
    }

    /** The other service of our name, when there is one. */
    static Optional<ServiceDescriptor> other(List<ServiceDescriptor> heard, String service, String ownId) {
        return heard.stream()
                .filter(each -> each.identifier().equals(service))
                .filter(each -> !ownId.equals(each.instanceId()))
                .findFirst();
    }

    /**
     * Whether we, who serve already, have to yield to another who does so, too: if it is a Photon like us and older. A
     * foreign service cannot know of us, and came later.
     */
    static boolean yields(String ownId, String otherId) {
        long own = start(ownId);
        long other = start(otherId);
        if (other < 0) {
            return false;
        }
        return other < own || other == own && otherId.compareTo(ownId) < 0;
    }

    private static long start(String id) {
        if (id == null || !id.startsWith(PREFIX)) {
            return -1;
        }
        int end = id.indexOf('-', PREFIX.length());
        String digits = end < 0 ? "" : id.substring(PREFIX.length(), end);
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : -1;
    }
}
