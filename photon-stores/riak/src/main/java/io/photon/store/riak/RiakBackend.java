// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;
import java.util.List;

/** {@code db.backend=riak}. */
public final class RiakBackend implements StoreBackend {

    @Override
    public String name() {
        return "riak";
    }

    @Override
    public List<Setting<?>> settings() {
        return RiakSettings.rows();
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException {
        return RiakServer.open(RiakSettings.read(settings), pace);
    }
}
