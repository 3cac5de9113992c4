// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** What the selector is told while requests come and are answered. */
class RequestSourceTest {

    private final List<String> calls = new ArrayList<>();
    private boolean resumed;
    private ReadReadyHandler selector;
    private int heard;

    /** A socket's side of XNIO, which notes what is asked of it. */
    private final StreamSourceConduit socket = (StreamSourceConduit) Proxy.newProxyInstance(
            StreamSourceConduit.class.getClassLoader(),
            new Class<?>[] {StreamSourceConduit.class},
            (proxy, method, given) -> switch (method.getName()) {
                case "setReadReadyHandler" -> selector = (ReadReadyHandler) given[0];
                case "isReadResumed" -> resumed;
                case "suspendReads", "resumeReads", "wakeupReads" -> {
                    resumed = !method.getName().startsWith("suspend");
                    calls.add(method.getName());
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final RequestSource source =
            new RequestSource(socket, HttpSettings.plain("localhost", 0).limits());

    private final ReadReadyHandler server = new ReadReadyHandler() {
        @Override
        public void readReady() {
            heard++;
        }

        @Override
        public void forceTermination() {
            calls.add("forced");
        }

        @Override
        public void terminated() {
            calls.add("ended");
        }
    };

    @Test
    void aClientThatWaitsForItsAnswersChangesNothingInTheSelector() {
        source.suspendLazily(server);
        source.resumeReads();
        for (int request = 1; request <= 100; request++) {
            selector.readReady();
            source.suspendReads();
            assertFalse(source.isReadResumed());
            source.resumeReads();
            assertTrue(source.isReadResumed());
            assertEquals(request, heard);
        }
        assertEquals(List.of("resumeReads"), calls);
    }

    @Test
    void inputThatComesBeforeTheAnswerIsHeardOfAfterItAndDoesNotKeepTheThreadBusy() {
        source.suspendLazily(server);
        source.resumeReads();
        source.suspendReads();
        selector.readReady();
        assertEquals(0, heard);
        assertEquals(List.of("resumeReads", "suspendReads"), calls, "it would be told of it again and again");
        source.resumeReads();
        assertEquals(List.of("resumeReads", "suspendReads", "resumeReads"), calls);
        selector.readReady();
        assertEquals(1, heard);
        source.suspendReads();
        source.wakeupReads();
        assertTrue(source.isReadResumed());
        selector.forceTermination();
        selector.terminated();
        assertEquals(List.of("wakeupReads", "forced", "ended"), calls.subList(3, calls.size()));
    }

    @Test
    void otherwiseSuspendingIsSuspending() {
        source.setReadReadyHandler(server);
        source.resumeReads();
        source.suspendReads();
        assertEquals(List.of("resumeReads", "suspendReads"), calls);
        assertFalse(source.isReadResumed());
        selector.readReady();
        assertEquals(1, heard);
    }
}
