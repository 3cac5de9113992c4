// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.PhotonClient;
import io.photon.result.Result;

/** The way to the daemon that is measured. */
public interface MeasuredDaemon {

    /** A client of its own; nothing is connected yet. @param lasting whether its requests have no time limit */
    Result<PhotonClient> open(boolean lasting);

    /** How messages name it. */
    String shown();

    /** The options by which another command reaches the same daemon, with a space before them; empty for none. */
    String options();
}
