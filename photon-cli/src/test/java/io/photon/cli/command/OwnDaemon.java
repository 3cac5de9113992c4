// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.photon.daemon.Photon;
import io.photon.daemon.PhotonConfig;
import io.photon.daemon.StoreConfig;
import io.photon.door.http.wire.HttpSettings;
import io.photon.projection.ProjectionSettings;
import io.photon.result.Result;
import java.nio.file.Path;

/** A whole daemon in the test's own process, over the memory store. */
public final class OwnDaemon {

    private OwnDaemon() {}

    /** @param runtime where it leaves its token; close it in the end */
    public static Photon start(Path dir, Path runtime) {
        PhotonConfig config = new PhotonConfig(
                StoreConfig.of("memory", dir),
                runtime,
                "admin",
                "secret",
                "test",
                HttpSettings.plain("127.0.0.1", 0),
                ProjectionSettings.plain());
        return (Photon) assertInstanceOf(Result.Ok.class, Photon.start(config)).value();
    }
}
