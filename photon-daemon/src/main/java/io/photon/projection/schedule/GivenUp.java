// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

/** Ends what a thread does that has come back from code of a user at last: others have gone on without it. */
public final class GivenUp extends Error {

    private static final long serialVersionUID = 1L;

    GivenUp() {
        super("this call did not end, and was given up", null, false, false);
    }
}
