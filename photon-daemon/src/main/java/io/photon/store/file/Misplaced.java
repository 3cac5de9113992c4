// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.SegmentFormat.SegmentHeader;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments under names of others, as after two files were swapped: each header says which segment the file is, so each
 * gets its own name back. Renames only, and in two steps, so that no file is ever replaced and a start after a crash
 * finds them all again.
 */
final class Misplaced {

    private static final Logger LOG = LoggerFactory.getLogger(Misplaced.class);
    private static final String FOUND = ".found";

    private Misplaced() {}

    /** The number in a segment's name. */
    static int numberOf(String name) {
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + c - '0' : number;
        }
        return number;
    }

    /** @return false, and nothing was renamed, unless there is exactly one file for each segment that lacks its own */
    static boolean putBack(Disk disk, Manifest manifest) throws IOException {
        Map<Integer, Manifest.Entry> wanted = new HashMap<>();
        for (Manifest.Entry entry : manifest.entries()) {
            if (!isItself(disk, entry.name(), manifest.storeId())) {
                wanted.put(numberOf(entry.name()), entry);
            }
        }
        Map<Integer, String> found = new HashMap<>();
        for (String name : disk.list()) {
            SegmentHeader header = name.endsWith(".log") || name.endsWith(".log" + FOUND) ? header(disk, name) : null;
            Manifest.Entry entry = header == null ? null : wanted.get(header.number());
            if (header != null
                    && entry != null
                    && header.storeId().equals(manifest.storeId())
                    && found.put(header.number(), name) != null) {
                return false; // two copies of one segment: the operator has to choose
            }
        }
        for (Manifest.Entry entry : wanted.values()) {
            boolean free = !disk.exists(entry.name()) || found.containsValue(entry.name());
            if (!found.containsKey(numberOf(entry.name())) || !free) {
                return false;
            }
        }
        rename(disk, wanted, found);
        return true;
    }

    private static void rename(Disk disk, Map<Integer, Manifest.Entry> wanted, Map<Integer, String> found)
            throws IOException {
        for (Map.Entry<Integer, String> each : found.entrySet()) {
            String target = Objects.requireNonNull(wanted.get(each.getKey())).name();
            LOG.warn(
                    "{} holds the segment of {} (its header says so); it gets that name back",
                    disk.describe(each.getValue()),
                    disk.describe(target));
            if (!each.getValue().equals(target + FOUND)) {
                disk.rename(each.getValue(), target + FOUND);
            }
        }
        disk.syncDirectory();
        for (Manifest.Entry entry : wanted.values()) {
            disk.rename(entry.name() + FOUND, entry.name());
        }
        disk.syncDirectory();
    }

    /** Whether the file is the segment of its name, as far as its header can tell. */
    private static boolean isItself(Disk disk, String name, UUID storeId) throws IOException {
        if (!disk.exists(name)) {
            return false;
        }
        SegmentHeader header = header(disk, name);
        return header == null || !header.storeId().equals(storeId) || header.number() == numberOf(name);
    }

    /** Which segment the file says it is; null when it cannot tell. */
    static @Nullable SegmentHeader header(Disk disk, String name) throws IOException {
        try (Disk.DiskFile file = disk.open(name)) {
            return SegmentFormat.segmentOf(file);
        }
    }
}
