// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.settings.Settings;
import io.photon.store.backend.StoreBackend;
import io.photon.testing.BuiltJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jar of a backend that is not ours, built when it is needed. */
final class TinyJar {

    private static final Path SOURCES =
            Path.of(System.getProperty("photon.root"), "photon-daemon", "src", "test", "resources", "tiny-backend");

    private TinyJar() {}

    /** The sound one: {@code photon-store-tiny.jar}. */
    static Path in(Path folder) throws IOException {
        return of(
                folder.resolve("photon-store-tiny.jar"),
                List.of(SOURCES.resolve("TinyBackend.java"), SOURCES.resolve("TinyDriver.java")),
                "org.example.tiny.TinyBackend");
    }

    /** One with another text of its backend. @param changes what is replaced by what, in turn */
    static Path in(Path folder, String name, String... changes) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("TinyBackend.java");
        String text = Files.readString(SOURCES.resolve("TinyBackend.java"));
        for (int i = 0; i < changes.length; i += 2) {
            text = text.replace(changes[i], changes[i + 1]);
        }
        Files.writeString(source, text);
        return of(
                folder.resolve(name),
                List.of(source, SOURCES.resolve("TinyDriver.java")),
                "org.example.tiny.TinyBackend");
    }

    private static Path of(Path jar, List<Path> sources, String provider) throws IOException {
        return BuiltJar.of(
                jar,
                sources,
                List.of(place(StoreBackend.class), place(Settings.class)),
                StoreBackend.class.getName(),
                provider);
    }

    private static Path place(Class<?> ours) {
        try {
            return Path.of(
                    ours.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
