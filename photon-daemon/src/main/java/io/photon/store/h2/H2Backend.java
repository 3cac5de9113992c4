// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import io.photon.store.backend.StorePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code db.backend=h2}, the default. */
public final class H2Backend implements StoreBackend {

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SettingsTable.H2_PATH, SettingsTable.H2_STOP_WAIT, SettingsTable.H2_ADOPT);
    }

    /** The database's path without its ending. */
    private static Path prefix(Settings settings) {
        return settings.get(SettingsTable.H2_PATH).toAbsolutePath();
    }

    @Override
    public Optional<StorePlace> place(Settings settings) {
        String name = prefix(settings).getFileName().toString();
        return Optional.of(new StorePlace(prefix(settings).resolveSibling(name + ".log"), name));
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException {
        H2Options.Adopt adopt = settings.find(SettingsTable.H2_ADOPT)
                .map(copy -> copy.equals("log") ? H2Options.Adopt.LOG : H2Options.Adopt.H2)
                .orElse(H2Options.Adopt.NONE);
        return OpenedStore.local(H2EventStore.open(
                new H2Options(prefix(settings), OPEN_LIMIT, settings.get(SettingsTable.H2_STOP_WAIT), adopt, pace)));
    }
}
