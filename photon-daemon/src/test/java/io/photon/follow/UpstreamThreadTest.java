// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import io.photon.result.Result;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that follows another node, when memory runs out in the middle. */
@Timeout(60)
class UpstreamThreadTest {

    @Test
    void anErrorDoesNotEndItAndItConnectsAgainBeforeItBeginsAnew() throws Exception {
        AtomicInteger connected = new AtomicInteger();
        ClientSettings settings =
                ClientSettings.of(ok(DaemonAddress.parse("http://127.0.0.1:1")), new Identity.Token("token"));
        Upstream upstream = new Upstream(
                "http://127.0.0.1:1",
                (address, limits) -> {
                    connected.incrementAndGet();
                    return Result.ok(new HttpPhotonClient(settings));
                },
                null);
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch again = new CountDownLatch(1);
        UpstreamThread thread = new UpstreamThread("photon-test-follow", upstream, () -> {
            assertTrue(upstream.check(0, 0) instanceof Result.Err, "no one listens there");
            if (begun.incrementAndGet() == 1) {
                throw new OutOfMemoryError("injected: Java heap space");
            }
            again.countDown();
        });
        thread.start();
        assertTrue(again.await(20, TimeUnit.SECONDS), "it is not followed any more");
        thread.close(10);
        assertEquals(2, begun.get());
        assertEquals(2, connected.get());
    }
}
