// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.client.PhotonClient;
import io.photon.result.Result;

/** Which daemon a shell speaks to, and how it is asked in the background. */
public interface ShellDaemon {

    /** What tells it from others, and who asks it. May hold secrets. */
    String target();

    /** Its URL as the prompt names it, or the name of its context. Holds no secret. */
    String shown();

    /** A new client, that asks no person for anything. @param timeoutMs how long a question may take */
    Result<PhotonClient> open(long timeoutMs);
}
