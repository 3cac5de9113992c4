// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives of a store and its clone: whatever is restored in whatever order, the clone ends as the original. */
class RestoreSimulationTest {

    @TempDir
    Path scratch;

    @Test
    void aCloneFollowsItsOriginalThroughIncrementsOverlapsDeletionsAndDamage() throws StoreException {
        long seed = Seed.any();
        for (int life = 0; life < 40; life++) {
            live(seed + life, new House(scratch), new House(scratch));
        }
    }

    @Test
    void aCloneOnDiskFollowsItsOriginalInMemory() throws StoreException {
        long seed = Seed.any();
        for (int life = 0; life < 5; life++) {
            live(seed + life, new House(scratch), RestoreFilesTest.houseOnDisk(scratch, "clone" + life));
        }
    }

    @Test
    @Tag("soak")
    void theSameForManyLives() throws StoreException {
        long seed = Seed.any();
        for (int life = 0; life < Integer.getInteger("photon.lives", 20_000); life++) {
            live(seed + life, new House(scratch), new House(scratch));
        }
    }

    private static void live(long seed, House original, House clone) throws StoreException {
        Random random = new Random(seed);
        try (original;
                clone) {
            String chain = "";
            long chainEnd = 0;
            for (int step = 0; step < 30; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        for (int i = random.nextInt(20); i > 0; i--) {
                            original.emit("s" + random.nextInt(4), "{\"n\":" + random.nextInt(1_000) + "}");
                        }
                        original.clock.forward(Duration.ofMillis(random.nextInt(3)));
                        clone.clock.forward(Duration.ofMillis(random.nextInt(3)));
                    }
                    case 2 -> {
                        String stream = "s" + random.nextInt(4);
                        if (original.backup().contains("\"stream-name\":\"" + stream + "\",\"event-type\":\"t\"")) {
                            original.delete(stream);
                        }
                    }
                    case 3 -> {
                        boolean full = chain.isEmpty() || random.nextInt(4) == 0;
                        long from = Math.max(1, chainEnd + 1 - random.nextInt(3_000));
                        chain += full ? original.backup() : original.backup(OptionalLong.of(from));
                        chainEnd = original.log.head();
                    }
                    case 4 -> restoreAndKeepOnFailure(clone, damaged(chain, random), seed);
                    default -> {
                        if (!chain.isEmpty()) {
                            expectOk(clone.tryRestore(chain, RestoreRequest.EXACT), seed);
                        }
                    }
                }
            }
            expectOk(clone.tryRestore(original.backup(), RestoreRequest.EXACT), seed);
            assertEquals(original.contents(), clone.contents(), "seed " + seed);
            Restored again = ok(clone.tryRestore(chain + original.backup(), RestoreRequest.EXACT));
            assertEquals(0, again.restored(), "seed " + seed);
        }
    }

    private static byte[] damaged(String chain, Random random) {
        byte[] bytes = chain.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** Damage is refused and changes nothing; where it hit what carries no data, all is restored. */
    private static void restoreAndKeepOnFailure(House clone, byte[] damaged, long seed) {
        String before = clone.contents();
        long head = clone.log.head();
        if (clone.tryRestore(damaged, RestoreRequest.EXACT) instanceof Result.Err<Restored>) {
            assertEquals(head, clone.log.head(), "seed " + seed);
            assertEquals(before, clone.contents(), "seed " + seed);
        }
    }

    private static void expectOk(Result<Restored> result, long seed) {
        if (result instanceof Result.Err<Restored> err) {
            Failure failure = err.failure();
            throw new AssertionError("seed " + seed + ": " + failure.message());
        }
    }
}
