// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.photon.result.Failure;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine for tests: an empty folder as working directory, class path and home, and no environment. */
final class Place {

    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    final List<String> arguments = new ArrayList<>();
    Path config;

    Place(Path folder) {
        this.folder = folder;
    }

    Place file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    LoadedSettings load() throws IOException {
        try (URLClassLoader resources =
                new URLClassLoader(new URL[] {folder.resolve("classes/").toUri().toURL()}, null)) {
            Files.createDirectories(folder.resolve("classes"));
            return SettingsReader.read(
                    SettingArguments.of(arguments),
                    config,
                    new Surroundings(environment, folder, folder.resolve("home"), 4, resources));
        }
    }

    Settings settings() throws IOException {
        LoadedSettings loaded = load();
        return assertInstanceOf(LoadedSettings.Good.class, loaded, loaded::toString)
                .settings();
    }

    /** Each error as message, then the hint if there is one. */
    List<String> errors() throws IOException {
        return assertInstanceOf(LoadedSettings.Bad.class, load()).errors().stream()
                .map(Place::text)
                .toList();
    }

    private static String text(Failure failure) {
        return failure.hint() == null ? failure.message() : failure.message() + " | " + failure.hint();
    }
}
