// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import shaded.com.google.protobuf.ByteString;

/**
 * What is under a key.
 *
 * @param siblings at least one; several, unlike one another, when they were written without knowledge of each other, which a
 *     strongly consistent bucket does not have
 * @param clock which state of the key this is
 */
record Value(List<byte[]> siblings, ByteString clock) {

    /** The same bytes written twice, as after an answer that was lost, are one. */
    static Value of(List<byte[]> written, ByteString clock) {
        List<byte[]> unlike = new ArrayList<>();
        for (byte[] each : written) {
            if (unlike.stream().noneMatch(there -> Arrays.equals(there, each))) {
                unlike.add(each);
            }
        }
        return new Value(unlike, clock);
    }

    /** The one that there is. @throws StoreException DAMAGED when there are several */
    byte[] only(String key) throws StoreException {
        if (siblings.size() > 1) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "Riak has " + siblings.size() + " values under '" + key
                            + "': two Photons have written into a bucket that is not strongly consistent");
        }
        return siblings.get(0);
    }
}
