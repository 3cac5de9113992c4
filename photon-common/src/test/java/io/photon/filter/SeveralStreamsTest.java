// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralStreamsTest {

    @Test
    void oneStreamIsAskedForAsItIs() {
        assertEquals(new SeveralStreams("a*", ".x"), SeveralStreams.of(List.of("a*"), false, ".x"));
    }

    @Test
    void severalAreAskedForByWhatTheyBeginWithAndAPredicate() {
        assertEquals(
                new SeveralStreams(
                        "order-**",
                        "(.[\"stream-name\"] == \"order-a\" or .[\"stream-name\"] == \"order-b\") and (.x)"),
                SeveralStreams.of(List.of("order-a", "order-b"), false, ".x"));
        assertEquals("__all__", SeveralStreams.of(List.of("a", "b"), false, null).stream());
        assertEquals(new SeveralStreams("__all__", ".x"), SeveralStreams.of(List.of("a", "__all__"), false, ".x"));
        assertEquals("__all__", SeveralStreams.of(List.of("_a", "__config__"), false, null).stream());
    }

    @Test
    void namesWithWildcardsAreTakenAsTheyStandWhenThatIsWanted() {
        assertEquals(
                new SeveralStreams("a\\***", "(.[\"stream-name\"] == \"a*\" or .[\"stream-name\"] == \"a*b\")"),
                SeveralStreams.of(List.of("a*", "a*b"), true, null));
    }
}
