// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import io.photon.testing.Requirement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Locales made for a test, whatever is installed on the machine. */
final class Locales {

    private Locales() {}

    /**
     * Makes a locale, e.g. {@code fa_IR} in {@code UTF-8}.
     *
     * @return the variables that start a program in it
     */
    static Map<String, String> make(Path folder, String language, String encoding) throws Exception {
        String name = language + "." + encoding;
        Path made = Files.createDirectories(folder).resolve(name);
        Requirement.met(
                Files.exists(made) || localedef(language, encoding, made),
                "making the locale " + name + " needs localedef and its sources: apt install locales");
        return Map.of("LOCPATH", folder.toString(), "LC_ALL", name);
    }

    private static boolean localedef(String language, String encoding, Path target) throws InterruptedException {
        try {
            new ProcessBuilder("localedef", "-i", language, "-f", encoding, target.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor(); // it warns with its code
            return Files.exists(target);
        } catch (IOException e) {
            return false; // there is no localedef
        }
    }
}
