// SPDX-License-Identifier: Apache-2.0
package io.photon.store.memory;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.util.List;

/** {@code db.backend=memory}. */
public final class MemoryBackend implements StoreBackend {

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<String> aliases() {
        return List.of("dummy");
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) {
        return OpenedStore.local(new MemoryEventStore());
    }
}
