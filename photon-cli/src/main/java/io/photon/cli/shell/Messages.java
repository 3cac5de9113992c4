// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import io.photon.cli.output.Report;
import io.photon.result.Failure;

/** What the shell itself says. */
final class Messages {

    private Messages() {}

    static int fail(Console console, Failure failure) {
        return report(console).fail(failure);
    }

    static void note(Console console, String text) {
        report(console).note(text);
    }

    private static Report report(Console console) {
        return new Report("shell", console, null, "auto", "none", Report.Level.NORMAL);
    }
}
