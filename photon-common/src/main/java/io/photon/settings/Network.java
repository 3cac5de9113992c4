// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, as in {@code 10.1.0.0/16}. Immutable.
 *
 * @param address one of them
 * @param prefixBits how many of its first bits all of them share
 */
public record Network(InetAddress address, int prefixBits) {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** {@code ADDRESS}, or {@code ADDRESS/BITS}; empty for anything else. No name is looked up. */
    public static Optional<Network> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        String host = parts[0];
        if (parts.length > 2 || !V4.matcher(host).matches() && !V6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            int bits = address.getAddress().length * 8;
            if (parts.length == 1) {
                return Optional.of(new Network(address, bits));
            }
            return parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= bits
                    ? Optional.of(new Network(address, Integer.parseInt(parts[1])))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty(); // 300.1.1.1, or 1:::2
        }
    }

    /** Whether an address is one of them; one of the other family never is. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (its[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
