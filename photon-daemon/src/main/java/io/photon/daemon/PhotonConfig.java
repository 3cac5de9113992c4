// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.door.http.wire.HttpSettings;
import io.photon.projection.ProjectionSettings;
import io.photon.sql.SqlSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a daemon needs to know to start.
 *
 * @param store which store, and where
 * @param tokenDirectories where the token file goes; the first must be writable, in the others it is a convenience
 * @param adminUser who may log in by password
 * @param adminPass the password
 * @param version of Photon, for {@code /api/stats}
 * @param http how the door opens
 * @param projections how projections run
 * @param sql what SQL may take
 * @param feeds where the feeds listen
 * @param muon where Muon's broker is
 */
public record PhotonConfig(
        StoreConfig store,
        List<Path> tokenDirectories,
        String adminUser,
        String adminPass,
        String version,
        HttpSettings http,
        ProjectionSettings projections,
        SqlSettings sql,
        FeedConfig feeds,
        MuonConfig muon) {

    /** With the token in one place, with SQL as usual, and without feeds and Muon. */
    public PhotonConfig(
            StoreConfig store,
            Path runtimeDirectory,
            String adminUser,
            String adminPass,
            String version,
            HttpSettings http,
            ProjectionSettings projections) {
        this(
                store,
                List.of(runtimeDirectory),
                adminUser,
                adminPass,
                version,
                http,
                projections,
                SqlSettings.usual(),
                FeedConfig.off(),
                MuonConfig.off());
    }

    /** The same with other feeds. */
    PhotonConfig withFeeds(FeedConfig other) {
        return new PhotonConfig(
                store, tokenDirectories, adminUser, adminPass, version, http, projections, sql, other, muon);
    }

    /** {@code $XDG_DATA_HOME/photon}, or {@code ~/.local/share/photon}. */
    public static Path defaultDataDirectory(Map<String, String> environment, String home) {
        String data = environment.get("XDG_DATA_HOME");
        return data != null && !data.isEmpty() ? Path.of(data, "photon") : Path.of(home, ".local", "share", "photon");
    }

    /**
     * Where clients look for the token: {@code $XDG_RUNTIME_DIR/photon}, and the default data directory for those that do
     * not have that variable, such as commands from cron.
     */
    public static List<Path> defaultTokenDirectories(Map<String, String> environment, String home) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        Path data = defaultDataDirectory(environment, home);
        return runtime != null && !runtime.isEmpty() ? List.of(Path.of(runtime, "photon"), data) : List.of(data);
    }
}
