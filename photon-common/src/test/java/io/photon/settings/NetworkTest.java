// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static boolean has(String network, String address) throws UnknownHostException {
        return Network.parse(network).orElseThrow().contains(InetAddress.getByName(address));
    }

    @Test
    void aNetworkHasTheAddressesThatBeginLikeIt() throws UnknownHostException {
        assertTrue(has("10.1.0.0/16", "10.1.255.3") && has("10.1.2.3", "10.1.2.3") && has("0.0.0.0/0", "8.8.8.8"));
        assertTrue(has("192.168.4.128/25", "192.168.4.255") && has("fd00::/8", "fdab::1") && has("::1", "::1"));
        assertEquals(
                List.of(false, false, false, false),
                List.of(
                        has("10.1.0.0/16", "10.2.0.0"),
                        has("192.168.4.128/25", "192.168.4.127"),
                        has("10.1.2.3", "10.1.2.4"),
                        has("::/0", "10.1.2.3")));
    }

    @Test
    void whatIsNoNetworkIsRefusedAndNoNameIsLookedUp() {
        for (String wrong : List.of(
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0/8",
                "300.1.1.1",
                "1:::2",
                "::/129",
                "a/8",
                "1.2.3.4/8/9")) {
            assertTrue(Network.parse(wrong).isEmpty(), wrong);
        }
    }
}
