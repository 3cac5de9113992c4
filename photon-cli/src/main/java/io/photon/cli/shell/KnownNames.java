// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.names.ContextNames;
import io.photon.cli.names.NameCompletion;
import io.photon.cli.names.NameKey;
import io.photon.cli.names.NameKind;
import io.photon.cli.names.Names;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The daemon's names at a key: what is known at once, however old, while another thread asks for newer ones. */
final class KnownNames implements Completions.Source, AutoCloseable {

    private static final long TIMEOUT_MS = 5_000;

    /** How long a key waits when nothing is known. */
    private static final long PATIENCE_MS = 120;

    private final Names names;
    private final Map<String, String> environment;
    private final Set<NameKey> asking = ConcurrentHashMap.newKeySet();
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "photon-names");
        thread.setDaemon(true);
        return thread;
    });

    KnownNames(ShellDaemon daemon, Map<String, String> environment) {
        this.environment = environment;
        names = new Names(daemon.target(), environment, () -> daemon.open(TIMEOUT_MS), Clock.systemUTC());
        refresh(NameKey.of(NameKind.STREAMS, ""));
    }

    @Override
    public List<String> words(String what, String written, String stream) {
        if (what.equals(ContextNames.WHAT)) {
            return ContextNames.of(written, environment);
        }
        NameCompletion completion = new NameCompletion(what);
        NameKey key = completion.key(written, stream);
        if (key == null) {
            return List.of();
        }
        if (!names.isFresh(key)) {
            CountDownLatch answered = refresh(key);
            if (names.known(key).isEmpty()) {
                await(answered);
            }
        }
        return completion.words(written, names.known(key));
    }

    private CountDownLatch refresh(NameKey key) {
        CountDownLatch answered = new CountDownLatch(1);
        if (asking.add(key)) {
            background.execute(() -> {
                names.refresh(key);
                asking.remove(key);
                answered.countDown();
            });
        }
        return answered;
    }

    private static void await(CountDownLatch answered) {
        try {
            if (!answered.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return; // the next key has them
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
