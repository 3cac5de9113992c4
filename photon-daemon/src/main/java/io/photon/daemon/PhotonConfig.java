package io.photon.daemon;

import io.photon.door.http.HttpSettings;
import io.photon.projection.ProjectionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a daemon needs to know to start.
 *
 * @param backend {@code h2}, {@code file}, {@code memory} or {@code dummy}
 * @param dataDirectory default place of everything
 * @param filePath the folder of backend {@code file}, null for {@code photon.log} inside the data directory
 * @param h2Path the prefix of backend {@code h2}, null for {@code photon.h2} inside the data directory
 * @param runtimeDirectory where the token file goes
 * @param adminUser who may log in by password
 * @param adminPass the password
 * @param version of Photon, for {@code /api/stats}
 * @param http how the door opens
 * @param h2StopWait how long a stop waits for the H2 mirror
 * @param h2Adopt which copy to believe when log and database differ: {@code log}, {@code h2}, or null to refuse
 * @param projections how projections run
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
        HttpSettings http,
        Duration h2StopWait,
        String h2Adopt,
        ProjectionSettings projections) {

    /** With the usual care for the mirror (8 s, and no adoption) and plain projections. */
    public PhotonConfig(
            String backend,
            Path dataDirectory,
            Path filePath,
            Path h2Path,
            Path runtimeDirectory,
            String adminUser,
            String adminPass,
            String version,
            HttpSettings http) {
        this(
                backend,
                dataDirectory,
                filePath,
                h2Path,
                runtimeDirectory,
                adminUser,
                adminPass,
                version,
                http,
                Duration.ofSeconds(8),
                null,
                ProjectionSettings.plain());
    }

    /** The same with another care for the mirror. */
    public PhotonConfig withH2(Duration stopWait, String adopt) {
        return new PhotonConfig(
                backend,
                dataDirectory,
                filePath,
                h2Path,
                runtimeDirectory,
                adminUser,
                adminPass,
                version,
                http,
                stopWait,
                adopt,
                projections);
    }

    /** The same with other projections. */
    public PhotonConfig withProjections(ProjectionSettings settings) {
        return new PhotonConfig(
                backend,
                dataDirectory,
                filePath,
                h2Path,
                runtimeDirectory,
                adminUser,
                adminPass,
                version,
                http,
                h2StopWait,
                h2Adopt,
                settings);
    }

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

    /** The database's path without its ending. */
    Path h2Prefix() {
        return (h2Path != null ? h2Path : dataDirectory.resolve("photon.h2")).toAbsolutePath();
    }

    /** Where the store's files are; null when it has none. */
    Path storeDirectory() {
        return switch (backend) {
            case "file" -> (filePath != null ? filePath : dataDirectory.resolve("photon.log")).toAbsolutePath();
            case "h2" -> h2Prefix().resolveSibling(h2Prefix().getFileName() + ".log");
            default -> null;
        };
    }
}
