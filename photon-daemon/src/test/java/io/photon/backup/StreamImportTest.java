// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.EventParser;
import io.photon.event.StreamNames;
import io.photon.log.engine.DefaultEventLog;
import io.photon.result.Failure;
import io.photon.store.Fence;
import io.photon.store.ForwardingStaging;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.text.Utf8;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamImportTest {

    @TempDir
    Path dir;

    /** Publishes, and does not say so. */
    private static final class Silent extends DelegatingStore {

        Silent() {
            super(new MemoryEventStore());
        }

        @Override
        public StagingArea staging() {
            return fence -> silent(behind.staging().stage(fence));
        }

        private static Staging silent(Staging staging) {
            return new ForwardingStaging(staging) {
                @Override
                public void publish(Fence fence) throws StoreException {
                    super.publish(fence);
                    throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "the server did not answer");
                }
            };
        }
    }

    @Test
    void oneOfUnknownOutcomeIsToldSoAndIsNotStoredAgainUnderAnotherName() throws StoreException {
        byte[] json = Utf8.bytes("{\"stream-name\":\"x\",\"event-type\":\"T\",\"payload\":1}");
        try (DefaultEventLog log = DefaultEventLog.start(new Silent(), Clock.systemUTC());
                StreamImport some = new RestoreService(log, Clock.systemUTC(), dir, 1 << 20)
                        .beginImport()
                        .value()) {
            assertEquals(
                    Optional.empty(),
                    some.add(EventParser.parseDraft(json, 0, json.length).value()));
            Failure failure = some.finish("orders", name -> Optional.empty()).failure();
            assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind(), failure.message());
            assertEquals(1, log.reader().stream(StreamNames.ALL).orElseThrow().totalEvents());
        }
    }
}
