// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.util.List;

/** {@code db.backend=redis}. */
public final class RedisBackend implements StoreBackend {

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public List<Setting<?>> settings() {
        return RedisSettings.rows();
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException {
        return RedisEventStore.open(RedisSettings.read(settings), pace);
    }
}
