// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import io.photon.store.backend.StorePlace;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code db.backend=file}. */
public final class FileBackend implements StoreBackend {

    @Override
    public String name() {
        return "file";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SettingsTable.FILE_PATH);
    }

    private static Path directory(Settings settings) {
        return settings.get(SettingsTable.FILE_PATH).toAbsolutePath();
    }

    @Override
    public Optional<StorePlace> place(Settings settings) {
        Path directory = directory(settings);
        return Optional.of(new StorePlace(directory, directory.getFileName().toString()));
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException {
        return OpenedStore.local(FileEventStore.open(
                new RealDisk(directory(settings)), FileEventStore.Limits.DEFAULT, RecordSource.NONE));
    }
}
