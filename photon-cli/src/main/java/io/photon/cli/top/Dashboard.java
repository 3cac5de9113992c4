// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import com.googlecode.lanterna.TerminalSize;
import io.photon.cli.output.Console;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Colours;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Signals;
import io.photon.cli.top.screen.Tone;
import io.photon.cli.top.screen.TopTerminal;
import io.photon.client.PhotonClient;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard at work: keys, readings, events and answers come from threads of their own, one thread gives them to the
 * model and shows its pictures.
 */
public final class Dashboard {

    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    /** Without anything new the ages on the screen still grow. */
    private static final long IDLE_MS = 1_000;

    private final Clients clients;
    private final boolean isUnicode;
    private final Clock clock = Clock.systemUTC();
    private final TopModel model;
    private final BlockingQueue<Runnable> happened = new LinkedBlockingQueue<>();
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(task -> daemon(task, "photon-top-answers"));
    private final ExecutorService folds = Executors.newSingleThreadExecutor(task -> daemon(task, "photon-top-folds"));
    /** The head of the newest reading, which the header shows: what is above it, the tail shows; -1 before the first. */
    private volatile long shownHead = -1;

    private final CompositeDisposable feeds = new CompositeDisposable();
    private volatile String prefix = "";
    private volatile long intervalMs;
    private final Asker asker = new Asker(() -> source(false));
    private final Asker foldAsker = new Asker(() -> source(true));
    private @Nullable Disposable tail;
    /** Once it is taken over. */
    private @Nullable TopTerminal taken;

    /** Opens one more client of the daemon; nothing is connected by that. */
    public interface Clients {
        /** @param lasting whether what it asks takes as long as there is data */
        Result<PhotonClient> open(boolean lasting);
    }

    /**
     * A dashboard of a daemon.
     *
     * @param readOnly whether nothing can be changed from it
     * @param intervalMs from one reading to the next
     * @param isUnicode whether the terminal shows more than ASCII
     */
    public Dashboard(ShownDaemon target, boolean readOnly, long intervalMs, boolean isUnicode, Clients clients) {
        this.clients = clients;
        this.isUnicode = isUnicode;
        this.intervalMs = intervalMs;
        this.model = new TopModel(target, readOnly, intervalMs);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Shows itself until the user leaves. Whatever happens, the terminal is given back as it was. */
    public void run(Console console, Colours colours) throws IOException, InterruptedException {
        List<Runnable> signals = new ArrayList<>();
        Thread atTheEnd = new Thread(this::giveBack, "photon-top-end");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            feeds.add(LiveReadings.readings(() -> source(false), () -> intervalMs, () -> prefix, Schedulers.io())
                    .subscribe(result -> happen(() -> reading(result)), this::failed));
            TopTerminal opened = TopTerminal.open(console.in(), console.out(), colours, () -> happen(() -> {}));
            taken = opened;
            signals.add(Signals.on("TSTP", () -> happen(() -> model.key(Key.of(Key.Kind.SUSPEND)))));
            signals.add(Signals.on("CONT", () -> happen(() -> takeBack(opened))));
            daemon(() -> readKeys(opened), "photon-top-keys").start();
            loop(opened);
        } finally {
            feeds.dispose();
            answers.shutdownNow();
            signals.forEach(Runnable::run);
            folds.shutdownNow();
            giveBack();
            removeHook(atTheEnd);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process ends already", e);
        }
    }

    private Result<AskedDaemon> source(boolean lasting) {
        return clients.open(lasting).map(client -> new AskedDaemon(client, clock));
    }

    private void happen(Runnable task) {
        happened.add(task);
    }

    private void failed(Throwable error) {
        LOG.error("the dashboard's feed failed", error);
        happen(() -> model.lost("reading failed: " + Fault.words(error)));
    }

    private void giveBack() {
        try {
            if (taken != null) {
                taken.close();
            }
        } catch (IOException e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    private void readKeys(TopTerminal terminal) {
        try {
            while (true) {
                for (Key key : terminal.read()) {
                    happen(() -> model.key(key));
                    if (key.kind() == Key.Kind.LEAVE) {
                        return;
                    }
                }
            }
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.debug("no more keys", e);
            happen(() -> model.key(Key.of(Key.Kind.LEAVE)));
        }
    }

    private void reading(Result<Reading> result) {
        if (result instanceof Result.Ok<Reading> ok) {
            model.reading(ok.value());
            shownHead = (long) ok.value().facts().number("head");
        } else {
            model.lost(result.failure().message());
        }
    }

    private void loop(TopTerminal terminal) throws IOException, InterruptedException {
        model.time(clock.millis());
        show(terminal);
        while (!model.isOver()) {
            Runnable next = happened.poll(IDLE_MS, TimeUnit.MILLISECONDS);
            model.time(clock.millis());
            for (; next != null; next = happened.poll()) {
                next.run();
            }
            prefix = model.prefix();
            intervalMs = model.intervalMs();
            model.takeWanted().forEach(this::ask);
            for (TopModel.Wish wish : model.takeWishes()) {
                grant(wish, terminal);
            }
            follow();
            if (!model.isOver()) {
                show(terminal);
            }
        }
    }

    private void show(TopTerminal terminal) throws IOException {
        TerminalSize size = terminal.size();
        Frame frame = model.frame(size.getColumns(), size.getRows());
        if (!isUnicode) {
            frame.toAscii();
        }
        terminal.show(frame);
    }

    private void ask(TopModel.Wanted wanted) {
        boolean isFold = wanted.need().kind().isFold(); // takes as long as it takes, and keeps nothing else waiting
        (isFold ? folds : answers).execute(() -> {
            Result<byte[]> answer = (isFold ? foldAsker : asker).ask(source -> source.answer(wanted.need()));
            happen(() -> model.answered(wanted, answer));
        });
    }

    /** New events are read only while they are shown. */
    private void follow() {
        if (model.wantsTail() && tail == null) {
            tail = LiveReadings.tail(() -> source(true), () -> shownHead, Schedulers.io())
                    .subscribe(batch -> happen(() -> model.arrived(batch.events(), batch.leftOut())), this::failed);
            feeds.add(tail);
        } else if (!model.wantsTail() && tail != null) {
            feeds.remove(tail);
            tail = null;
        }
    }

    private void grant(TopModel.Wish wish, TopTerminal terminal) throws IOException {
        switch (wish) {
            case SUSPEND -> terminal.suspend();
            case COPY -> {
                String text = model.copied();
                if (text == null) {
                    model.say("there is nothing to copy here", Tone.DIM);
                } else {
                    terminal.copy(text);
                    model.say("copied " + (text.length() > 60 ? text.length() + " characters" : text), Tone.GOOD);
                }
            }
            case EXPORT -> export();
        }
    }

    private void export() {
        try {
            Path file = ExportFile.path(model.file()).toAbsolutePath();
            Files.writeString(file, model.export(), StandardOpenOption.CREATE_NEW); // never over something else
            model.say("written to " + file, Tone.GOOD);
        } catch (FileAlreadyExistsException e) {
            model.say("nothing was written, the file is there already: " + model.file(), Tone.BAD);
        } catch (NoSuchFileException e) {
            model.say("nothing was written, there is no such folder: " + model.file(), Tone.BAD);
        } catch (AccessDeniedException e) {
            model.say("nothing was written, that is not allowed: " + model.file(), Tone.BAD);
        } catch (IOException | InvalidPathException e) {
            model.say("nothing was written: " + Fault.words(e), Tone.BAD);
        }
    }

    private static void takeBack(TopTerminal terminal) {
        try {
            terminal.takeBack();
        } catch (IOException e) {
            LOG.debug("the terminal is gone", e);
        }
    }
}
