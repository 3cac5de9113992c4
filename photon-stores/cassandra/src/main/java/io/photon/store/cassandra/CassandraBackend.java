// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;
import java.util.List;

/** {@code db.backend=cassandra}. */
public final class CassandraBackend implements StoreBackend {

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public List<Setting<?>> settings() {
        return CassandraSettings.rows();
    }

    @Override
    public OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException {
        return CassandraServer.open(CassandraSettings.read(settings), pace);
    }
}
