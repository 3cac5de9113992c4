// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails at any call of the disk, with an I/O error or for want of memory, closes all that it opened. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class StartsThatFailTest {

    @TempDir
    private Path folder;

    /** A disk whose n-th call fails, be it of the disk or of one of its files; closing never does. */
    private static final class Failing {
        private final Throwable fault;
        private long left;

        Failing(long call, Throwable fault) {
            this.left = call;
            this.fault = fault;
        }

        boolean hasFailed() {
            return left <= 0;
        }

        <T> T over(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> call(real, method, args)));
        }

        private Object call(Object real, Method method, Object[] args) throws Throwable {
            boolean mayFail = List.of(method.getExceptionTypes()).contains(IOException.class);
            if (mayFail && !method.getName().equals("close") && --left == 0) {
                throw fault;
            }
            try {
                Object answer = method.invoke(real, args);
                return answer instanceof Disk.DiskFile file ? over(Disk.DiskFile.class, file) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** What this process has open in the folder. */
    private List<Path> open() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors.toList()) {
                if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).startsWith(folder.toRealPath())) {
                    found.add(Files.readSymbolicLink(each));
                }
            }
        }
        return found;
    }

    private void everyStartThatFailsClosesAll(Throwable fault) throws Exception {
        List<Event> stored = new ArrayList<>();
        try (FileEventStore store = StoreOnFaultyDisk.open(new RealDisk(folder))) {
            for (int i = 1; i <= 40; i++) {
                stored.add(event("s" + i % 3, i));
                store.append(List.of(stored.get(i - 1)));
            }
        }
        int failed = 0;
        boolean all = false;
        for (long call = 1; !all; call++) {
            Failing failing = new Failing(call, fault);
            try (FileEventStore store = StoreOnFaultyDisk.open(failing.over(Disk.class, new RealDisk(folder)))) {
                all = !failing.hasFailed();
                assertEquals(stored, StoreOnFaultyDisk.all(store));
            } catch (StoreException | OutOfMemoryError e) {
                failed++;
            }
            assertEquals(List.of(), open(), "after call " + call + " has failed");
        }
        assertTrue(failed > 20, "only " + failed + " starts failed");
        try (FileEventStore store = StoreOnFaultyDisk.open(new RealDisk(folder))) {
            assertEquals(stored, StoreOnFaultyDisk.all(store));
        }
    }

    @Test
    void withAnErrorOfTheDisk() throws Exception {
        everyStartThatFailsClosesAll(new IOException("Input/output error"));
    }

    @Test
    void forWantOfMemory() throws Exception {
        everyStartThatFailsClosesAll(new OutOfMemoryError("injected: Java heap space"));
    }
}
