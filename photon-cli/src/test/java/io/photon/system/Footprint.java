// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a daemon holds at a moment.
 *
 * @param threads as the kernel counts them
 * @param files open file descriptors, sockets included
 * @param heapBytes reachable, after a collection
 */
record Footprint(int threads, int files, long heapBytes) {

    static Footprint of(DaemonProcess daemon) throws Exception {
        return new Footprint(entries(daemon.pid(), "task"), entries(daemon.pid(), "fd"), heapAfterCollection(daemon));
    }

    static int files(DaemonProcess daemon) throws IOException {
        return entries(daemon.pid(), "fd");
    }

    private static int entries(long pid, String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            return (int) entries.count();
        }
    }

    private static long heapAfterCollection(DaemonProcess daemon) throws Exception {
        Jcmd.run(daemon, "GC.run");
        return daemon.http().json("/api/stats").get("heap-used-bytes").longValue();
    }
}
