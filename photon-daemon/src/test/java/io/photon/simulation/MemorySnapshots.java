// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StoreException;
import io.photon.store.snapshot.MvSnapshotStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Snapshots in memory; every state an owner ever had is remembered, and may be what a crash leaves. */
final class MemorySnapshots extends SimulatedSnapshots {

    private static final int MOST_IMAGES = 12;

    /** Rows belong to the newest of the snapshots. */
    private record Image(List<Snapshot> snapshots, Map<String, byte[]> rows) {

        static final Image EMPTY = new Image(List.of(), Map.of());

        static Image of(Snapshots now) {
            List<Snapshot> snapshots = new ArrayList<>();
            for (long position : now.positions()) {
                snapshots.add(now.latestUpTo(position).orElseThrow());
            }
            Map<String, byte[]> rows = new TreeMap<>();
            now.rows().forEach("", (key, row) -> rows.put(key, row) == null);
            return new Image(snapshots, rows);
        }
    }

    private final Map<String, List<Image>> images = new TreeMap<>();

    MemorySnapshots(Random random) {
        super(random);
        behind = MvSnapshotStore.inMemory();
    }

    @Override
    void opened(String owner, Snapshots snapshots) {
        List<Image> known = images.getOrDefault(owner, List.of(Image.EMPTY));
        Image image = known.get(known.size() - 1);
        try {
            for (Snapshot snapshot : image.snapshots) {
                boolean newest = snapshot == image.snapshots.get(image.snapshots.size() - 1);
                if (newest) {
                    image.rows.forEach(snapshots.rows()::put);
                }
                snapshots.save(snapshot);
            }
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    void changed(String owner, Snapshots snapshots) {
        List<Image> known = images.computeIfAbsent(owner, any -> new ArrayList<>(List.of(Image.EMPTY)));
        known.add(Image.of(snapshots));
        if (known.size() > MOST_IMAGES) {
            known.remove(0);
        }
    }

    @Override
    public void retain(Set<String> owners) {
        Set<String> gone = new HashSet<>(images.keySet());
        gone.removeAll(owners);
        gone.forEach(owner -> images.get(owner).add(Image.EMPTY));
    }

    @Override
    void restart(boolean crashed) {
        behind.close();
        behind = MvSnapshotStore.inMemory();
        if (crashed) {
            images.replaceAll((owner, known) -> {
                int dice = random.nextInt(8);
                Image found = dice < 3
                        ? known.get(known.size() - 1)
                        : dice < 7 ? known.get(random.nextInt(known.size())) : Image.EMPTY;
                return new ArrayList<>(List.of(found));
            });
        }
    }
}
