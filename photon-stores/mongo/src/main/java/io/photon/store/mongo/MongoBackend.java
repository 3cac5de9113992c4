// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;
import java.util.List;

/** {@code db.backend=mongo}. */
public final class MongoBackend implements StoreBackend {

    @Override
    public String name() {
        return "mongo";
    }

    @Override
    public List<String> aliases() {
        return List.of("mongodb");
    }

    @Override
    public List<Setting<?>> settings() {
        return MongoSettings.rows();
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException {
        return MongoServer.open(MongoSettings.read(settings), pace);
    }
}
