package io.photon.daemon;

import io.photon.door.http.HttpSettings;
import io.photon.projection.ProjectionSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a daemon needs to know to start.
 *
 * @param store which store, and where
 * @param runtimeDirectory where the token file goes
 * @param adminUser who may log in by password
 * @param adminPass the password
 * @param version of Photon, for {@code /api/stats}
 * @param http how the door opens
 * @param projections how projections run
 */
public record PhotonConfig(
        StoreConfig store,
        Path runtimeDirectory,
        String adminUser,
        String adminPass,
        String version,
        HttpSettings http,
        ProjectionSettings projections) {

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
}
