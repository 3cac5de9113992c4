// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

/**
 * Something that changes what the daemon holds.
 *
 * @param key that asks for it
 * @param label what it does, for the help
 * @param command the command line that does the same, shown before it is done
 */
record Action(char key, String label, String command, Need need) {}
