// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the settings take from the machine. Immutable.
 *
 * @param environment the variables
 * @param workingDirectory where {@code photon.properties} is looked for
 * @param home the user's home directory
 * @param processors how many there are, at least 1
 * @param resources where the properties files of the class path are looked for
 */
public record Surroundings(
        Map<String, String> environment, Path workingDirectory, Path home, int processors, ClassLoader resources) {

    /** This process's own. */
    public static Surroundings ofThisProcess() {
        return of(System.getenv());
    }

    /** This process's own, but for the environment. */
    public static Surroundings of(Map<String, String> environment) {
        return new Surroundings(
                environment,
                Path.of(""),
                home(environment),
                Runtime.getRuntime().availableProcessors(),
                Surroundings.class.getClassLoader());
    }

    /** {@code $HOME}, as every shell and the XDG rules mean it; without one, what Java takes from the user database. */
    public static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home) : Path.of(System.getProperty("user.home", "."));
    }

    /** {@code $XDG_DATA_HOME/photon}, or what stands for it. */
    Path dataDirectory() {
        return xdg("XDG_DATA_HOME", ".local/share");
    }

    /** {@code $XDG_CONFIG_HOME/photon}, or what stands for it: {@code ~/.config/photon}. */
    public Path configDirectory() {
        return xdg("XDG_CONFIG_HOME", ".config");
    }

    /** The XDG rules: a relative path in the variable is to be ignored. */
    private Path xdg(String variable, String belowHome) {
        String value = environment.getOrDefault(variable, "");
        boolean usable = !value.isEmpty() && Path.of(value).isAbsolute();
        return (usable ? Path.of(value) : home.resolve(belowHome)).resolve("photon");
    }
}
