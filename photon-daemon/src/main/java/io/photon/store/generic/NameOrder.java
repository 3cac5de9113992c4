// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of streams' names: that of their UTF-8 bytes. */
final class NameOrder {

    private NameOrder() {}

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static int compare(String one, String other) {
        return Arrays.compareUnsigned(bytes(one), bytes(other));
    }
}
