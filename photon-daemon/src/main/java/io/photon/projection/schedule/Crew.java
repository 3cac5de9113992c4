// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some threads that do tasks, first come first served, each of which can be replaced while it is at one: it leaves as soon as
 * that ends. Thread-safe.
 */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final String name;
    private final int size;
    private final int priority;
    private final BlockingQueue<Runnable> tasks;
    private final Set<Thread> members = new LinkedHashSet<>();
    private int made;
    private boolean closed;

    /** @param most tasks that may wait */
    Crew(String name, int size, int priority, int most) {
        this.name = name;
        this.size = size;
        this.priority = priority;
        this.tasks = new LinkedBlockingQueue<>(most);
        fill();
    }

    /** @return false when this is closed, or too many wait */
    boolean offer(Runnable task) {
        return !isClosed() && tasks.offer(task);
    }

    /** Another takes the place of a thread that is stuck; if there is no memory for one now, at the next {@link #fill}. */
    void replace(Thread stuck) {
        synchronized (members) {
            if (!members.remove(stuck)) {
                return; // none of these
            }
        }
        try {
            fill();
        } catch (OutOfMemoryError e) {
            LOG.warn("{} lacks a thread, for none can be made now: {}", name, e.getMessage());
        }
    }

    /** Makes the threads that are missing. */
    void fill() {
        synchronized (members) {
            while (!closed && members.size() < size) {
                made++;
                Thread thread = Steady.thread(size == 1 ? name : name + "-" + made, this::work);
                thread.setPriority(priority);
                members.add(thread);
                try {
                    thread.start();
                } catch (RuntimeException | Error e) {
                    members.remove(thread);
                    throw e;
                }
            }
        }
    }

    private void work() {
        try {
            while (isMember()) {
                Runnable task = tasks.take();
                if (isMember()) {
                    Steady.run("a task of the projections", task);
                } else {
                    tasks.offer(task);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("{} stops", name);
        } finally {
            synchronized (members) {
                members.remove(Thread.currentThread());
                members.notifyAll();
            }
        }
    }

    private boolean isMember() {
        synchronized (members) {
            return !closed && members.contains(Thread.currentThread());
        }
    }

    private boolean isClosed() {
        synchronized (members) {
            return closed;
        }
    }

    /** Drops what waits, and begins nothing new. @param interrupts whether what runs is interrupted, too */
    void close(boolean interrupts) {
        List<Thread> there;
        synchronized (members) {
            closed = true;
            there = new ArrayList<>(members);
        }
        tasks.clear();
        for (Thread thread : there) {
            if (interrupts) {
                thread.interrupt();
            } else {
                tasks.offer(() -> {}); // so that one who waits for a task looks up
            }
        }
    }

    /** @return whether all have ended what they were at */
    boolean awaitEnd(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (members) {
            for (long left = millis; !members.isEmpty() && left > 0; ) {
                members.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
            return members.isEmpty();
        }
    }
}
