package io.photon.daemon;

import io.photon.door.http.HttpSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a daemon needs to know to start.
 *
 * @param backend {@code h2}, {@code file}, {@code memory} or {@code dummy}
 * @param dataDirectory default place of everything
 * @param filePath the folder of backend {@code file}, null for {@code file} inside the data directory
 * @param h2Path the prefix of backend {@code h2}, null for {@code photon.h2} inside the data directory
 * @param runtimeDirectory where the token file goes
 * @param adminUser who may log in by password
 * @param adminPass the password
 * @param version of Photon, for {@code /api/stats}
 * @param http how the door opens
 */
public record PhotonConfig(
        String backend,
        Path dataDirectory,
        Path filePath,
        Path h2Path,
        Path runtimeDirectory,
        String adminUser,
        String adminPass,
        String version,
        HttpSettings http) {

    /** {@code $XDG_DATA_HOME/photon}, or {@code ~/.local/share/photon}. */
    public static Path defaultDataDirectory(Map<String, String> environment, String home) {
        String data = environment.get("XDG_DATA_HOME");
        return data != null && !data.isEmpty() ? Path.of(data, "photon") : Path.of(home, ".local", "share", "photon");
    }

    /** {@code $XDG_RUNTIME_DIR/photon}, else the default data directory: where clients look for the token. */
    public static Path defaultRuntimeDirectory(Map<String, String> environment, String home) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return runtime != null && !runtime.isEmpty()
                ? Path.of(runtime, "photon")
                : defaultDataDirectory(environment, home);
    }

    /** Where the store's files are; null when it has none. */
    public Path storeDirectory() {
        return switch (backend) {
            case "memory", "dummy" -> null;
            case "file" -> filePath != null ? filePath : dataDirectory.resolve("file");
            default -> {
                Path prefix = h2Path != null ? h2Path : dataDirectory.resolve("photon.h2");
                yield prefix.resolveSibling(prefix.getFileName() + ".log");
            }
        };
    }
}
