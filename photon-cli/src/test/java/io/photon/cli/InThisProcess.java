// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Console;

/** Runs command lines inside the test's process, as the packaged program runs them once it has started. */
public final class InThisProcess {

    private InThisProcess() {}

    /** @return the exit code */
    public static int run(Console console, String... words) {
        return Main.run(console, true, words);
    }
}
