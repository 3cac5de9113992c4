// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

/** The power goes out here. An Error, so that nobody on the way mistakes it for a failure to be handled. */
public final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash() {
        super("the power went out", null, false, false);
    }
}
