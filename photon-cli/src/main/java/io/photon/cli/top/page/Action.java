// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.reading.Need;

/**
 * Something that changes what the daemon holds.
 *
 * @param key that asks for it
 * @param label what it does, for the help
 * @param words how the command line begins that does the same, which is shown before it is done
 * @param name what it is about
 * @param options what else the command needs; may be empty
 */
public record Action(char key, String label, String words, String name, String options, Need need) {

    /** The command line. @param more one more option; may be empty */
    public String command(String more) {
        return ShellWords.command(words, name, (options + " " + more).strip());
    }
}
