package io.photon.store.file;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the log's folder is still there and can be written: nobody else would notice before a restart. */
final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final long EVERY_MS = 1_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "photon-log-watch");
        made.setDaemon(true);
        return made;
    });
    private final LogFiles files;

    private FolderWatch(LogFiles files) {
        this.files = files;
    }

    static FolderWatch start(LogFiles files) {
        FolderWatch watch = new FolderWatch(files);
        watch.thread.scheduleWithFixedDelay(watch::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** No fault may end the schedule. */
    private void look() {
        try {
            files.look();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("looking at the folder of the log failed; it is tried again", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
