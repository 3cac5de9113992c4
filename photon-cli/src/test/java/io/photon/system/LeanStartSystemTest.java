// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start of the daemon does without, for each of these costs it a tenth of its time. */
class LeanStartSystemTest {

    private static final List<String> DEAR = List.of(
            "com.fasterxml.jackson.databind.ObjectMapper", // reads JSON as a tree
            "com.sun.jmx.mbeanserver.Introspector", // registers beans
            "java.lang.runtime.ObjectMethods"); // writes equals and hashCode of a record

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void aStartAndItsFirstEmitLoadNothingDearThatTheyDoNotUse(String backend) throws Exception {
        for (int start = 1; start <= 2; start++) {
            try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
                daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
                String loaded = Jcmd.run(daemon, "VM.class_hierarchy");
                assertTrue(loaded.contains("io.photon.daemon.Photon/"), loaded);
                for (String dear : DEAR) {
                    assertFalse(loaded.contains(dear + "/"), "start " + start + " loads " + dear);
                }
                assertEquals(0, daemon.stop(), daemon::stderr);
            }
        }
    }

    @Test
    void javasOwnManagementIsThereForWhoAttaches() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            Jcmd.run(daemon, "ManagementAgent.start_local");
            assertTrue(Jcmd.run(daemon, "VM.class_hierarchy").contains("com.sun.jmx.mbeanserver.Introspector/"));
        }
    }
}
