// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.store.Snapshots;
import io.photon.store.snapshot.MvSnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Snapshots in files; a crash leaves each as it is, as it was at some moment, damaged, or not at all. */
final class FileSnapshots extends SimulatedSnapshots {

    private static final int MOST_IMAGES = 6;

    private final Path folder;
    private final List<Map<String, byte[]>> images = new ArrayList<>();

    FileSnapshots(Random random, Path folder) {
        super(random);
        this.folder = folder;
        behind = MvSnapshotStore.in(folder);
    }

    @Override
    void opened(String owner, Snapshots snapshots) {
        // it has read its file
    }

    @Override
    void changed(String owner, Snapshots snapshots) {
        if (random.nextInt(4) == 0) {
            images.add(files());
            if (images.size() > MOST_IMAGES) {
                images.remove(0);
            }
        }
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    void restart(boolean crashed) {
        Map<String, byte[]> last = files();
        behind.close();
        if (crashed) {
            try {
                for (String name : files().keySet()) {
                    Files.delete(folder.resolve(name));
                }
                for (Map.Entry<String, byte[]> file : remains(last).entrySet()) {
                    Files.write(folder.resolve(file.getKey()), file.getValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            images.clear();
        }
        behind = MvSnapshotStore.in(folder);
    }

    private Map<String, byte[]> remains(Map<String, byte[]> last) {
        TreeSet<String> names = new TreeSet<>(last.keySet());
        images.forEach(image -> names.addAll(image.keySet()));
        Map<String, byte[]> found = new TreeMap<>();
        for (String name : names) {
            int dice = random.nextInt(8);
            Map<String, byte[]> image = dice < 4 || images.isEmpty() ? last : images.get(random.nextInt(images.size()));
            byte[] bytes = image.get(name);
            if (bytes != null && dice != 6) {
                found.put(name, dice == 7 ? damaged(bytes) : bytes);
            }
        }
        return found;
    }

    private byte[] damaged(byte[] bytes) {
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        byte[] damaged = bytes.clone();
        for (int i = 0; i < 40 && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }
}
