// SPDX-License-Identifier: Apache-2.0
package org.example.tiny;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A backend as another project would write it. */
public final class TinyBackend implements StoreBackend {

    private static final Setting<Path> PATH = new Setting<>(
            "tiny.path", SettingTypes.path(Path.of("/")), null, settings -> null, false, "Tiny: folder of the store");
    private static final Setting<String> PASSWORD = new Setting<>(
            "tiny.password", SettingTypes.text(), null, settings -> null, true, "Tiny: password of the server");

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public List<String> aliases() {
        return List.of("petite");
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(PATH, PASSWORD);
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException {
        Path folder = settings.find(PATH)
                .orElseThrow(() -> new StoreException(StoreException.Kind.REFUSED, "tiny.path is not set"));
        return OpenedStore.local(TinyDriver.open(folder));
    }
}
