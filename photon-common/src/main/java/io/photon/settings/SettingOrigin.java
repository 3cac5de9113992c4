// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

/**
 * Where a value comes from, as a person would look for it. Immutable.
 *
 * @param place e.g. {@code photon.properties:12}, {@code environment PHOTON_REST_HOST}, {@code default}
 */
public record SettingOrigin(String place) {

    /** It was not set. */
    public static final SettingOrigin DEFAULT = new SettingOrigin("default");

    /** An option of the command line. */
    static SettingOrigin commandLine(String option) {
        return new SettingOrigin("command line " + option);
    }

    /** A variable of the environment. */
    static SettingOrigin environment(String variable) {
        return new SettingOrigin("environment " + variable);
    }

    /** @param line counted from 1 */
    static SettingOrigin file(String file, int line) {
        return new SettingOrigin(file + ":" + line);
    }

    @Override
    public String toString() {
        return place;
    }
}
