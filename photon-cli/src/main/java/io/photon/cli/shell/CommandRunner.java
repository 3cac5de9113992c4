// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import java.util.List;

/** Runs one command of Photon. */
@FunctionalInterface
public interface CommandRunner {

    /** @param words without {@code photon} @return the exit code */
    int run(Console console, List<String> words);
}
