// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, http://localhost:3000",
        "localhost:3001, http://localhost:3001",
        "https://db.example, https://db.example:443",
        "http://[::1]:3000/, http://[::1]:3000",
        "HTTP://h/photon//, http://h:3000/photon",
    })
    void anAddressIsRead(String url, String read) {
        assertEquals(
                read,
                ((Result.Ok<DaemonAddress>) DaemonAddress.parse(url)).value().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h", "http://", "http://u:p@h", "http://h:0", "http://h:99999", "http://h?x", "a b"})
    void anythingElseIsRefusedAndNamed(String url) {
        Result.Err<?> err = assertInstanceOf(Result.Err.class, DaemonAddress.parse(url));
        assertTrue(
                err.failure().message().contains("'" + url + "'"), err.failure().message());
    }

    @Test
    void loopbackIsKnownByAddress() {
        assertTrue(new DaemonAddress(false, "127.0.0.1", 1, "").isLoopback());
        assertTrue(new DaemonAddress(false, "::1", 1, "").isLoopback());
        assertTrue(!new DaemonAddress(false, "192.0.2.1", 1, "").isLoopback());
    }
}
