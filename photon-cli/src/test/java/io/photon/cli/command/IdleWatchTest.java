package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.Endpoint;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdleWatchTest {

    /** Takes longer over a block than the watch waits. */
    private static void takeItsTime() {
        try {
            assertFalse(new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSlowReaderIsNotTakenForASilentDaemon() {
        try (HttpPhotonClient client = new HttpPhotonClient(ClientSettings.of(Endpoint.DEFAULT, Identity.NOBODY));
                IdleWatch watch = IdleWatch.of(client, 100, (bytes, offset, length) -> takeItsTime())) {
            watch.write(new byte[1], 0, 1);
            boolean broughtToAnEnd = watch.hasEnded();
            assertFalse(broughtToAnEnd);
            while (!watch.hasEnded()) { // now it is silent
                Thread.onSpinWait();
            }
            assertTrue(watch.hasEnded());
        }
    }
}
