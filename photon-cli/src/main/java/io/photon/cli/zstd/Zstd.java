// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.zstd;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import com.github.luben.zstd.util.Native;
import io.photon.result.Failure;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one door to zstd: loads its library from where that is possible, or says why it is not. */
public final class Zstd {

    /** The library's own setting for the folder. */
    private static final String FOLDER = "ZstdTempFolder";

    private Zstd() {}

    public static InputStream unpack(InputStream packed) throws IOException {
        load();
        return new ZstdInputStream(packed);
    }

    public static OutputStream pack(OutputStream out) throws IOException {
        load();
        return new ZstdOutputStream(out);
    }

    private static void load() throws NoZstdException {
        if (Native.isLoaded()) {
            return;
        }
        List<Path> folders = folders(System.getenv());
        String why = "";
        for (Path folder : folders) {
            try {
                Files.createDirectories(folder);
                Native.load(folder.toFile());
                return;
            } catch (IOException | LinkageError e) {
                why = why.isEmpty() ? reason(e) : why; // the usual folder's: the others are only tried
            }
        }
        throw new NoZstdException(Failure.of(
                Failure.Kind.INTERNAL,
                "zstd cannot be used: its library cannot be loaded from "
                        + String.join(", ", folders.stream().map(Path::toString).toList()) + " (" + why
                        + "); are these mounted noexec?",
                "name a folder from which programs may run, PHOTON_JAVA_OPTS=-D" + FOLDER
                        + "=DIR; or unpack with zstd -d FILE, or pack with --compress gzip"));
    }

    /** The one for temporary files; then those of this user, for /tmp is often mounted noexec. */
    private static List<Path> folders(Map<String, String> environment) {
        String given = System.getProperty(FOLDER);
        if (given != null) {
            return List.of(Path.of(given));
        }
        List<Path> folders = new ArrayList<>(List.of(Path.of(System.getProperty("java.io.tmpdir"))));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (runtime.startsWith("/")) {
            folders.add(Path.of(runtime, "photon"));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        folders.add((cache.startsWith("/")
                        ? Path.of(cache)
                        : Surroundings.home(environment).resolve(".cache"))
                .resolve("photon"));
        return folders;
    }

    /** The linker's words without the path that it begins with, twice; the rest is advice for builders of the library. */
    private static String reason(Throwable e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.substring(line.lastIndexOf(": ") + 1).strip();
    }
}
