// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

    @Test
    void homeIsWhatTheEnvironmentSaysWhoeverTheUserIs() {
        assertEquals(
                Path.of("/srv/photon/.local/share/photon"),
                Surroundings.of(Map.of("HOME", "/srv/photon")).dataDirectory());
        assertEquals(
                Path.of("/data/photon"),
                Surroundings.of(Map.of("HOME", "/srv/photon", "XDG_DATA_HOME", "/data"))
                        .dataDirectory());
    }

    @Test
    void withoutAUsableHomeTheUserDatabaseSaysIt() {
        Path home = Path.of(System.getProperty("user.home"));
        assertEquals(home, Surroundings.of(Map.of()).home());
        assertEquals(home, Surroundings.of(Map.of("HOME", "relative")).home());
    }
}
