// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

/**
 * Where a value comes from, as a person would look for it. Immutable.
 *
 * @param place e.g. {@code photon.properties:12}, {@code environment PHOTON_REST_HOST}, {@code default}
 */
public record Origin(String place) {

    /** It was not set. */
    public static final Origin DEFAULT = new Origin("default");

    /** An option of the command line. */
    static Origin commandLine(String option) {
        return new Origin("command line " + option);
    }

    /** A variable of the environment. */
    static Origin environment(String variable) {
        return new Origin("environment " + variable);
    }

    /** @param line counted from 1 */
    static Origin file(String file, int line) {
        return new Origin(file + ":" + line);
    }

    @Override
    public String toString() {
        return place;
    }
}
