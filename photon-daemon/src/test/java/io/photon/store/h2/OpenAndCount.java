// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another process that opens a store, whose rights may be fewer: prints how many events it has, or why it
 * is refused.
 */
final class OpenAndCount {

    private OpenAndCount() {}

    /** For each line of input: the backend and its path. */
    public static void main(String[] args) throws StoreException, IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            System.out.println(opened(words[0], Path.of(words[1])));
        }
    }

    private static String opened(String backend, Path path) throws StoreException {
        try (EventStore store = open(backend, path)) {
            long events = 0;
            long cursor = 0;
            Page page;
            do {
                page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
                events += page.events().size();
                cursor = page.cursor();
            } while (!page.end());
            return "opened " + events;
        } catch (StoreException | IOException e) {
            return "refused " + e.getMessage();
        }
    }

    private static EventStore open(String backend, Path path) throws StoreException, IOException {
        return backend.equals("h2")
                ? H2EventStore.open(H2Options.of(path))
                : FileEventStore.open(new RealDisk(path), FileEventStore.Limits.DEFAULT, RecordSource.NONE);
    }
}
