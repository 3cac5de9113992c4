// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a folder of a cache says of itself: lines in a file that is replaced as a whole. Once it is written, no power cut
 * brings an earlier one back.
 */
final class CacheMark {

    private static final String NAME = "store-id";
    private static final String NEXT = NAME + ".new";

    private CacheMark() {}

    /** @return none where there is no mark */
    static List<String> read(Disk disk) throws IOException {
        if (!disk.exists(NAME)) {
            return List.of();
        }
        try (Disk.DiskFile file = disk.open(NAME)) {
            ByteBuffer bytes = file.bytes(0, Math.toIntExact(file.size()));
            return new String(bytes.array(), 0, bytes.limit(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    static void write(Disk disk, List<String> lines) throws IOException {
        disk.delete(NEXT);
        try (Disk.DiskFile file = disk.create(NEXT)) {
            file.write(0, ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force();
        }
        disk.rename(NEXT, NAME);
        disk.syncDirectory();
    }
}
