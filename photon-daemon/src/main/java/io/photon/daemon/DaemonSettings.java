// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static io.photon.settings.SettingsTable.ADMIN_USER;
import static io.photon.settings.SettingsTable.EVENTS_PORT;
import static io.photon.settings.SettingsTable.FEEDS_HOST;
import static io.photon.settings.SettingsTable.FEEDS_MAX_READERS;
import static io.photon.settings.SettingsTable.MEASURE_ACTIVE;
import static io.photon.settings.SettingsTable.MEASURE_RATE;
import static io.photon.settings.SettingsTable.MICROSERVICE_NAME;
import static io.photon.settings.SettingsTable.MUON_PERMISSIONS;
import static io.photon.settings.SettingsTable.MUON_PORT;
import static io.photon.settings.SettingsTable.MUON_URL;
import static io.photon.settings.SettingsTable.PARALLEL_PROJECTIONS;
import static io.photon.settings.SettingsTable.PROJECTIONS_MAX_TIME;
import static io.photon.settings.SettingsTable.PROJECTIONS_MAX_VALUE;
import static io.photon.settings.SettingsTable.PROJECTIONS_PATH;
import static io.photon.settings.SettingsTable.PROJECTIONS_PORT;
import static io.photon.settings.SettingsTable.REST_MAX_LINE;
import static io.photon.settings.SettingsTable.SQL_DISK_QUOTA;
import static io.photon.settings.SettingsTable.SQL_ENABLED;
import static io.photon.settings.SettingsTable.SQL_FOLDER;
import static io.photon.settings.SettingsTable.SQL_HEAP;
import static io.photon.settings.SettingsTable.SQL_IDLE;
import static io.photon.settings.SettingsTable.SQL_MAX_ROWS;
import static io.photon.settings.SettingsTable.SQL_PRIORITY;
import static io.photon.settings.SettingsTable.SQL_PROCESSES;
import static io.photon.settings.SettingsTable.SQL_TIMEOUT;

import io.photon.projection.ProjectionSettings;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.settings.SettingOrigin;
import io.photon.settings.Settings;
import io.photon.sql.SqlSettings;
import java.util.Optional;

/** Turns the settings a person gives into what the rooms of the daemon take. */
public final class DaemonSettings {

    private static final long COPIES_OF_AN_EVENT = 12;
    private static final long HEAP_OF_AN_IDLE_DAEMON = 16L << 20;

    private DaemonSettings() {}

    /** What the Muon door is opened with. */
    static MuonConfig muon(Settings settings) {
        return new MuonConfig(
                settings.get(MUON_URL),
                settings.find(MUON_PORT).orElse(null),
                settings.get(MICROSERVICE_NAME),
                settings.get(MUON_PERMISSIONS),
                settings.origin(MUON_URL) != SettingOrigin.DEFAULT);
    }

    /** What SQL may take. */
    static SqlSettings sql(Settings settings) {
        return new SqlSettings(
                settings.get(SQL_ENABLED),
                settings.get(SQL_PROCESSES),
                settings.get(SQL_HEAP),
                settings.get(SQL_TIMEOUT),
                settings.get(SQL_MAX_ROWS),
                settings.get(SQL_DISK_QUOTA),
                settings.get(SQL_IDLE),
                settings.get(SQL_PRIORITY).equals("idle"),
                settings.get(SQL_FOLDER));
    }

    /** Where the feeds listen. */
    static FeedConfig feeds(Settings settings) {
        return new FeedConfig(
                settings.get(FEEDS_HOST),
                settings.get(EVENTS_PORT),
                settings.get(PROJECTIONS_PORT),
                settings.get(FEEDS_MAX_READERS));
    }

    /**
     * What is wrong with settings that are right one by one: an event as long as {@code rest.max-line} allows must fit
     * into the heap, in as many copies as a restore holds of it.
     *
     * @param heapBytes the most the heap may take
     */
    public static Optional<Failure> refuse(Settings settings, long heapBytes) {
        long needed = COPIES_OF_AN_EVENT * settings.get(REST_MAX_LINE) + HEAP_OF_AN_IDLE_DAEMON;
        if (needed <= heapBytes) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.BAD_INPUT,
                "rest.max-line is " + (settings.get(REST_MAX_LINE) >> 20) + " MiB, and the heap of " + (heapBytes >> 20)
                        + " MiB is too small for such events: they need " + (needed >> 20) + " MiB",
                "start with PHOTON_JAVA_OPTS=-Xmx" + (needed + (needed >> 4) >> 20) + "m, or lower rest.max-line"));
    }

    /** @param version of Photon @param backends those that there are @param password of the administrator */
    public static PhotonConfig of(Settings settings, String version, Backends backends, AdminPassword password) {
        return new PhotonConfig(
                new StoreConfig(settings, backends),
                PhotonConfig.defaultTokenDirectories(
                        settings.surroundings().environment(),
                        settings.surroundings().home().toString()),
                settings.get(ADMIN_USER),
                password.text(),
                version,
                HttpDoorSettings.of(settings),
                new ProjectionSettings(
                        settings.get(PARALLEL_PROJECTIONS),
                        new ReducerLimits(
                                settings.get(PROJECTIONS_MAX_TIME),
                                settings.find(PROJECTIONS_MAX_VALUE)
                                        .orElseGet(ProjectionSettings::defaultMaxValueBytes)),
                        settings.get(PROJECTIONS_PATH),
                        settings.get(MEASURE_ACTIVE),
                        settings.get(MEASURE_RATE),
                        ProjectionSettings.SNAPSHOT_EVENTS),
                sql(settings),
                feeds(settings),
                muon(settings));
    }
}
