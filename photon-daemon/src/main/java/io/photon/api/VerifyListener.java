// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

/** Hears what a verification finds. */
public interface VerifyListener {

    void progress(long events, long bytes);

    /** @param place names file and offset, or whatever names a place in the backend */
    void damage(String place, String what, long firstOrderId, long lastOrderId);
}
