// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay that is empty because its stream is not there says so: the name may be mistyped. */
@Timeout(60)
class MissingStreamTest {

    private StandInDaemon daemon;
    private Shell photon;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
        String event = "{\"stream-name\":\"there\",\"event-type\":\"t\",\"payload\":1}";
        assertEquals(0, photon.run("emit", "-q", event).code());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void says(String remark, String... words) {
        Shell.Ran ran = photon.run(words);
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.out());
        assertEquals(remark, ran.err());
    }

    @Test
    void aReplayOfAStreamThatIsNotThereSaysSo() {
        says("photon: replay: there is no stream 'typo' yet\n", "replay", "typo", "--type", "cold");
        says(
                "photon: replay: there is no stream 'typo' yet; its events are shown as they come\n",
                "replay",
                "typo",
                "--idle",
                "1s");
        says("", "replay", "typo", "--type", "cold", "-q");
    }

    @Test
    void anEmptyReplayOfWhatIsThereOrMayBeManySaysNothing() {
        says("", "replay", "there", "--type", "cold", "--from", "1764000000000009");
        says("", "replay", "typo*", "--type", "cold");
        says("", "replay", "__nothing__", "--type", "cold");
    }
}
