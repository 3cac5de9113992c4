// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import io.photon.testing.Pause;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdleWatchTest {

    private static final long IDLE_MS = 1_000;

    /** Takes longer over a block than the watch waits, and says what the watch thinks of it. */
    private static boolean endsMeanwhile(BooleanSupplier ended) {
        Pause.millis(5 * IDLE_MS / 2);
        return ended.getAsBoolean();
    }

    private IdleWatch watched;
    private boolean endedInWrite;

    private void take(byte[] bytes, int offset, int length) {
        endedInWrite = endsMeanwhile(watched::hasEnded);
    }

    @Test
    void aSlowReaderIsNotTakenForASilentDaemon() {
        try (HttpPhotonClient client = new HttpPhotonClient(ClientSettings.of(DaemonAddress.DEFAULT, Identity.NOBODY));
                IdleWatch watch = IdleWatch.of(client, IDLE_MS, this::take)) {
            watched = watch;
            watch.write(new byte[1], 0, 1);
            assertFalse(endedInWrite);
            while (!watch.hasEnded()) { // now it is silent
                Thread.onSpinWait();
            }
            assertTrue(watch.hasEnded());
        }
    }
}
