// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Why there is no door. */
class HttpDoorTest {

    @Test
    void whoMayOpenNoMoreSocketsIsNotToldToLookAtHostAndPort() {
        Exception thrown = new RuntimeException(new IOException("Too many open files"));
        Failure failure = HttpDoor.notBound(HttpSettings.plain("localhost", 3000), thrown);
        assertEquals(
                "cannot listen on localhost:3000: this process can open no more files and sockets", failure.message());
        assertEquals("let it have more (ulimit -n, or LimitNOFILE of the service)", failure.hint());
    }
}
