// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.security.ProvenIdentity;
import io.photon.security.Rights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private final AtomicLong clock = new AtomicLong(-5);
    private final Tickets sessions =
            Tickets.sessions(new Tickets.Life(Duration.ofMinutes(10), Duration.ofMinutes(25)), clock::get);

    private static ProvenIdentity user(String name) {
        return ProvenIdentity.fixed(name, Rights.all(), "password");
    }

    private void after(long minutes) {
        clock.addAndGet(Duration.ofMinutes(minutes).toNanos());
    }

    @Test
    void aSessionLastsAsLongAsItIsUsedButNotForEver() {
        String id = sessions.issue(user("ann"));
        for (int i = 0; i < 2; i++) {
            after(9);
            assertEquals("ann", sessions.use(id).orElseThrow().identity().name());
        }
        after(7);
        assertTrue(sessions.use(id).isEmpty());
        String idle = sessions.issue(user("ann"));
        after(10);
        assertTrue(sessions.use(idle).isEmpty());
        assertEquals(0, sessions.size());
    }

    @Test
    void aSimpleTokenIsGoodForItsTimeWhetherItIsUsedOrNot() {
        Tickets simple = Tickets.simpleTokens(Duration.ofSeconds(900), clock::get);
        String id = simple.issue(user("ann"));
        assertTrue(id.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), id);
        after(14);
        String key = simple.use(id).orElseThrow().key();
        assertNotEquals(id, key);
        assertTrue(simple.isGood(key));
        after(1);
        assertFalse(simple.isGood(key));
        assertTrue(simple.use(id).isEmpty());
    }

    @Test
    void whatHasEndedIsOverForThoseToo() {
        String one = sessions.issue(user("ann"));
        String two = sessions.issue(user("ann"));
        String other = sessions.issue(user("bob"));
        assertNotEquals(one, two);
        String key = sessions.use(one).orElseThrow().key();
        sessions.end(one);
        assertFalse(sessions.isGood(key));
        assertEquals(1, sessions.endAll("ann"));
        assertTrue(sessions.use(two).isEmpty());
        assertTrue(sessions.use(other).isPresent());
        assertTrue(sessions.use("anything").isEmpty());
    }

    @Test
    void ofTooManyTheLongestUnusedIsForgotten() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < Tickets.MOST_OF_A_USER; i++) {
            ids.add(sessions.issue(user("ann")));
        }
        String bob = sessions.issue(user("bob"));
        sessions.use(ids.get(0));
        sessions.issue(user("ann"));
        assertTrue(sessions.use(ids.get(0)).isPresent());
        assertTrue(sessions.use(ids.get(1)).isEmpty());
        assertTrue(sessions.use(bob).isPresent());
        for (int i = 0; i < Tickets.MOST; i++) {
            sessions.issue(user("user-" + i));
        }
        assertEquals(Tickets.MOST, sessions.size());
        assertTrue(sessions.use(bob).isEmpty());
    }
}
