// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which Photon this is.
 *
 * @param number as in the build
 * @param build the commit it was built from, or {@code local}
 * @param java the version of the Java that runs it
 */
record Version(String number, String build, String java) {

    /** Of the running program. */
    static Version ofThisBuild() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/photon/cli/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return new Version(
                properties.getProperty("version"), properties.getProperty("build"), System.getProperty("java.version"));
    }

    @Override
    public String toString() {
        return number + " (build " + build + ", Java " + java + ")";
    }
}
