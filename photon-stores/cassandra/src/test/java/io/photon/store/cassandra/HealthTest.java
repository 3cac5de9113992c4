// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is warned of at the start, and when it changes. */
class HealthTest {

    @Test
    void ofAClusterThatIsAsItShouldBeNothingIsSaid() {
        assertEquals("", Health.warning(null, "photon", 3, "v2"));
        assertEquals("", Health.warning(null, "photon", 3, "unknown"), "who may not ask is told nothing");
    }

    @Test
    void eachSettingIsNamedWithTheLineToChange() {
        String paxos = Health.warning(null, "photon", 3, "v1");
        assertTrue(paxos.startsWith("paxos_variant is v1: "), paxos);
        assertTrue(paxos.endsWith("set 'paxos_variant: v2' in the cassandra.yaml of each node"), paxos);
        String mixed = Health.warning(null, "photon", 3, "v1 and v2");
        assertTrue(mixed.startsWith("paxos_variant is v1 and v2: "), mixed);
        String all = Health.warning("commitlog_sync of node a is periodic", "photon", 2, "v1");
        assertTrue(all.contains("commitlog_sync of node a is periodic; and keyspace 'photon' has 2 copies"), all);
        assertTrue(all.contains("then nodetool repair; and paxos_variant is v1"), all);
        assertFalse(Health.warning(null, "photon", 1, "v2").contains("paxos"));
    }
}
