// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static io.photon.result.Results.ok;

import io.photon.pace.BackgroundPace;
import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.Settings;
import io.photon.settings.Surroundings;
import io.photon.store.EventStore;
import io.photon.store.testkit.EventStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store whose backend is in a jar next to the program promises what all stores do. */
class JarBackendContractTest extends EventStoreContract {

    @TempDir
    static Path program;

    @TempDir
    Path data;

    @BeforeAll
    static void putTheJarThere() throws IOException {
        TinyJar.in(program);
    }

    @Override
    protected EventStore open() {
        Backends backends = Backends.in(program);
        SettingArguments arguments = SettingArguments.of(List.of(
                "-db.backend", "tiny", "-tiny.path", data.resolve("tiny").toString()));
        Surroundings nowhere = new Surroundings(Map.of(), data, data, 2, ClassLoader.getPlatformClassLoader());
        Settings settings = ((LoadedSettings.Good) backends.read(arguments, null, nowhere, false)).settings();
        return ok(Stores.open(new StoreConfig(settings, backends), BackgroundPace.unhurried()))
                .store();
    }
}
