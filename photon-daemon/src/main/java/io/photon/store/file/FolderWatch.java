// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.task.Steady;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks once a second whether the log's folder is still there and can be written: nothing else would notice before a restart. */
final class FolderWatch implements AutoCloseable {

    private static final long EVERY_MS = 1_000;

    private final ScheduledExecutorService thread = Steady.timer("photon-log-watch");
    private final LogFiles files;

    private FolderWatch(LogFiles files) {
        this.files = files;
    }

    static FolderWatch start(LogFiles files) {
        FolderWatch watch = new FolderWatch(files);
        watch.thread.scheduleWithFixedDelay(files::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
